import { defineTexts } from '../../core/locale.ts'

/** Wording of the engine's errors. `detail` never holds values of the data (see errors.ts). */
const texts = defineTexts({
  'error.engine.out_of_memory': {
    kind: 'internal',
    'zh-CN':
      '查询引擎内存不足（上限 {limit}），临时数据已溢写到 {temp} 仍不够。本次语句未产生任何结果，已发布的数据不受影响。请调高内存上限、减少线程数或增加分桶数后重试。详情：{detail}',
    en: 'The query engine ran out of memory (limit {limit}) although it may spill to {temp}. The statement had no effect and published data is untouched. Raise the memory limit, use fewer threads or more buckets, then run it again. Detail: {detail}',
  },
  'error.engine.disk_full': {
    kind: 'internal',
    'zh-CN':
      '磁盘空间不足：查询引擎无法写入数据或溢写文件（溢写目录 {temp}）。本次语句未产生任何结果，已发布的数据不受影响。请释放空间或更换数据目录后重试。详情：{detail}',
    en: 'The disk is full: the query engine could not write data or spill files (spill folder {temp}). The statement had no effect and published data is untouched. Free some space or move the data folder, then run it again. Detail: {detail}',
  },
  'error.engine.interrupted': {
    kind: 'transient',
    'zh-CN': '查询被中断。本次语句未产生任何结果，连接仍可使用；如非有意中断，请重新运行。',
    en: 'The query was interrupted. The statement had no effect and the connection stays usable; run it again if that was not intended.',
  },
  'error.engine.file_missing': {
    kind: 'internal',
    'zh-CN':
      '查询要读取的文件不存在：{detail}。该文件可能已被清理（vacuum），或数据目录不完整。请改读保留的版本，或从备份恢复该文件。',
    en: 'A file that the query reads does not exist: {detail}. It may have been vacuumed, or the data folder is incomplete. Read a version that is kept, or restore the file from a backup.',
  },
  'error.engine.statement_invalid': {
    kind: 'internal',
    'zh-CN': '查询语句无效（{kind}）：{detail}。语句未执行，请修正后重试。',
    en: 'The statement is not valid ({kind}): {detail}. Nothing was executed; correct it and run it again.',
  },
  'error.engine.data_invalid': {
    kind: 'internal',
    'zh-CN':
      '查询执行到不合规的数据而失败（{kind}）：{detail}。数据取值不在此显示；本次语句未产生任何结果。请检查该数据列的类型与取值。',
    en: 'The query failed on data that does not fit ({kind}): {detail}. Values are not shown here; the statement had no effect. Check the types and values of the columns it reads.',
  },
  'error.engine.failed': {
    kind: 'internal',
    'zh-CN': '查询引擎报告故障（{kind}）：{detail}。本次语句未产生任何结果，请排除原因后重试。',
    en: 'The query engine reported a failure ({kind}): {detail}. The statement had no effect; remove the cause and run it again.',
  },
  'error.engine.not_a_select': {
    kind: 'invalid',
    'zh-CN': '只能执行一条查询语句（SELECT）。语句未执行，数据未改动。',
    en: 'Only a single query (SELECT) can be run here. Nothing was executed and no data changed.',
  },
  'error.engine.not_published': {
    kind: 'not_found',
    'zh-CN':
      '{name} 不是已发布的表，也不是语句自己定义的表，语句未执行。已发布的表：shuyuan query "show tables"；文件、目录和系统表不可读取。',
    en: '{name} is neither a published table nor one that the statement makes itself; nothing was executed. `shuyuan query "show tables"` lists them; files, folders and system tables cannot be read.',
  },
  'error.engine.function_refused': {
    kind: 'invalid',
    'zh-CN': '此处不能使用 {name}：只允许不读文件、不改设置、没有副作用的计算。语句未执行。',
    en: '{name} cannot be used here: only what computes, without reading files, settings or acting otherwise. Nothing was executed.',
  },
  'error.engine.column_masked': {
    kind: 'invalid',
    'zh-CN':
      '列 {column} 已脱敏：可以列出和计数，但按脱敏值比较、计算、分组、去重或关联会得出错误结果，语句未执行。请加 --show 读取原值（记入审计日志），或不使用该列。',
    en: 'Column {column} is masked: it can be listed and counted, but comparing, computing, grouping, deduplicating or joining by masked values would give a wrong answer, so nothing was executed. Read the whole values with --show (kept in the audit log), or leave the column out.',
  },
  'error.engine.too_slow': {
    kind: 'internal',
    'zh-CN': '查询超过 {seconds} 秒，已停止，没有结果。请缩小范围（条件、列）后重试。',
    en: 'The query took more than {seconds} seconds and was stopped; there is no result. Narrow it (conditions, columns) and run it again.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
