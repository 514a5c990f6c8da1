import { defineTexts } from '../../core/locale.ts'

/** Wording of the lake's errors. */
const texts = defineTexts({
  'error.lake.newer_format': {
    kind: 'internal',
    'zh-CN':
      '数据湖的存储格式版本为 {found}，本程序只支持到 {supported}。未作任何读写。请升级本程序后再打开该数据目录。',
    en: 'The lake has storage format {found}; this program knows formats up to {supported}. Nothing was read or written. Upgrade the program, then open the data folder again.',
  },
  'error.lake.format_unreadable': {
    kind: 'damaged',
    'zh-CN': '数据湖的版本文件 {file} 已损坏，无法识别。未作任何读写。请从备份恢复该文件。',
    en: 'The lake’s version file {file} is damaged. Nothing was read or written. Restore the file from a backup.',
  },
  'error.lake.disk_full': {
    kind: 'internal',
    'zh-CN': '磁盘空间不足，数据湖未能写入。已发布的版本保持不变。请释放空间后重新运行。',
    en: 'The disk is full and the lake could not write. Published versions stand unchanged. Free some space and run again.',
  },
  'error.lake.not_writable': {
    kind: 'internal',
    'zh-CN': '数据湖目录不可写（{code}）。已发布的版本保持不变。请检查目录权限或是否以只读方式挂载。',
    en: 'The lake’s folder cannot be written ({code}). Published versions stand unchanged. Check its permissions and whether it is mounted read-only.',
  },
  'error.lake.name_invalid': {
    kind: 'internal',
    'zh-CN': '名称“{name}”不能用作数据湖的表名、列名或文件名：只允许字母、数字、下划线、连字符和点。',
    en: '“{name}” cannot name a table, column or file of the lake: only letters, digits, underscore, hyphen and dot are allowed.',
  },
  'error.lake.type_unsupported': {
    kind: 'internal',
    'zh-CN':
      '表 {table} 的列 {column} 的类型 {type} 不能存入数据湖。请改用 VARCHAR、INTEGER、BIGINT、DOUBLE、BOOLEAN、DATE、DECIMAL、TIMESTAMPTZ 或由它们组成的结构与列表。',
    en: 'Column {column} of table {table} has type {type}, which the lake cannot store. Use VARCHAR, INTEGER, BIGINT, DOUBLE, BOOLEAN, DATE, DECIMAL, TIMESTAMPTZ, or structs and lists of these.',
  },
  'error.lake.schema_invalid': {
    kind: 'internal',
    'zh-CN': '表 {table} 的列定义无效：{problem}。表未创建。',
    en: 'The columns of table {table} are not valid: {problem}. The table was not created.',
  },
  'error.lake.schema_mismatch': {
    kind: 'internal',
    'zh-CN': '表 {table} 已存在，但定义不同：{problem}。表未改动。请核对目录中的定义，或另建新表并迁移数据。',
    en: 'Table {table} exists with another definition: {problem}. It was left unchanged. Check the catalogue, or create a new table and move the data.',
  },
  'error.lake.columns_mismatch': {
    kind: 'internal',
    'zh-CN': '写入表 {table} 的数据列与表定义不一致：{problem}。未写入任何内容。',
    en: 'The rows for table {table} do not have its columns: {problem}. Nothing was written.',
  },
  'error.lake.null_in_required': {
    kind: 'internal',
    'zh-CN': '写入表 {table} 的数据中，必填列 {column} 有 {count} 个空值。未发布任何内容。',
    en: 'The rows for table {table} have {count} nulls in the required column {column}. Nothing was published.',
  },
  'error.lake.rows_not_conserved': {
    kind: 'internal',
    'zh-CN': '合并表 {table} 的文件后应有 {expected} 行，实为 {found} 行。未发布任何内容，原文件保持不变。',
    en: 'Merging files of table {table} gave {found} rows, not {expected}. Nothing was published; the files stand as they were.',
  },
  'error.lake.no_table': {
    kind: 'internal',
    'zh-CN': '数据湖中没有表 {table}。请先运行生成该表的流程，再读取。',
    en: 'The lake has no table {table}. Run the pipeline that makes it first.',
  },
  'error.lake.version_unknown': {
    kind: 'internal',
    'zh-CN': '表 {table} 没有版本 {version}，最新版本为 {latest}。',
    en: 'Table {table} has no version {version}; the latest is {latest}.',
  },
  'error.lake.no_version_at': {
    kind: 'internal',
    'zh-CN': '表 {table} 在 {timestamp} 时尚不存在，最早的版本建于 {first}。',
    en: 'Table {table} did not exist at {timestamp}; its first version is of {first}.',
  },
  'error.lake.log_damaged': {
    kind: 'damaged',
    'zh-CN':
      '表 {table} 的提交日志已损坏：{file} 缺失或无法识别（{problem}）。未作任何写入。请从备份恢复该文件。',
    en: 'The commit log of table {table} is damaged: {file} is missing or unreadable ({problem}). Nothing was written. Restore the file from a backup.',
  },
  'error.lake.protocol_unsupported': {
    kind: 'internal',
    'zh-CN':
      '表 {table} 使用了本程序不支持的 Delta 协议特性（{feature}），可能由其他工具启用。未作任何读写。请用该工具停用此特性，或升级本程序。',
    en: 'Table {table} uses a Delta feature that this program does not know ({feature}), perhaps enabled by another tool. Nothing was read or written. Disable it with that tool, or upgrade this program.',
  },
  'error.lake.foreign_layout': {
    kind: 'internal',
    'zh-CN':
      '表 {table} 的文件 {file} 不在其分区目录中，或没有行数统计，可能由其他工具写入，无法读取。请用该工具按分区重写并保留统计信息。',
    en: 'File {file} of table {table} is not in the folder of its partition or has no row count; another tool may have written it. Rewrite it with that tool, by partition and with statistics.',
  },
  'error.lake.changes_missing': {
    kind: 'internal',
    'zh-CN':
      '提交到表 {table} 的改动缺少分桶 {bucket} 的变更记录，其他分桶却有。本次改动未发布。请为每个有变化的分桶生成变更记录，或全部不生成。',
    en: 'The change to table {table} has no change rows for bucket {bucket} although other buckets have theirs. It was not published. Stage change rows for every bucket that changes, or for none.',
  },
  'error.lake.conflict': {
    kind: 'transient',
    'zh-CN':
      '表 {table}：版本 {version} 已由其他作业提交，与本次改动（{operation}）冲突：{reason}。本次改动未发布，已发布的版本不受影响。请基于最新版本重新计算后提交。',
    en: 'Table {table}: another job committed version {version}, which conflicts with this change ({operation}): {reason}. The change was not published and published versions stand. Compute it again from the latest version.',
  },
  'error.lake.txn_out_of_order': {
    kind: 'internal',
    'zh-CN':
      '表 {table} 已记录应用 {app} 的事务 {known}，而事务 {asked} 从未提交，不能再提交更早的编号。本次改动未发布。请按顺序提交，或为可乱序的作业使用不同的应用标识。',
    en: 'Table {table} already holds transaction {known} of {app}, and {asked} was never committed: an earlier number cannot follow. The change was not published. Commit in order, or give jobs that may overtake each other application ids of their own.',
  },
  'error.lake.staged_missing': {
    kind: 'internal',
    'zh-CN':
      '待发布到表 {table} 的文件 {file} 不存在或大小不符。本次改动未发布。请重新运行生成该文件的步骤。',
    en: 'File {file}, to be published in table {table}, is missing or has another size. The change was not published. Run the step that wrote it again.',
  },
  'error.lake.not_live': {
    kind: 'internal',
    'zh-CN':
      '要从表 {table} 移除的文件 {file} 不在版本 {version} 中。本次改动未发布。请基于该版本的快照重新计算。',
    en: 'File {file}, to be removed from table {table}, is not part of version {version}. The change was not published. Compute it again from a snapshot of that version.',
  },
  'error.lake.already_live': {
    kind: 'internal',
    'zh-CN':
      '文件 {file} 已在表 {table} 中，同样的内容不能再追加一次。本次改动未发布。如为重跑，请使用与上次相同的事务编号。',
    en: 'File {file} is already part of table {table}: the same content cannot be appended again. The change was not published. If this is a re-run, use the transaction number of the first run.',
  },
  'error.lake.change_feed_off': {
    kind: 'internal',
    'zh-CN': '表 {table} 未启用变更数据（change feed），无法提供版本间的变化。请在创建表时启用。',
    en: 'Table {table} keeps no change feed, so the changes between versions are not known. Enable it when the table is created.',
  },
  'error.lake.feed_broken': {
    kind: 'internal',
    'zh-CN':
      '表 {table} 在版本 {version} 更换了定义，之前的变更数据不能与之后的衔接（请求自版本 {from}）。请改取全量数据，此后从版本 {version} 之后继续取变更。',
    en: 'Table {table} got another definition in version {version}: changes from before it (asked from version {from}) cannot be followed across it. Take the whole table, then follow the changes after version {version}.',
  },
  'error.lake.file_not_in_snapshot': {
    kind: 'internal',
    'zh-CN':
      '文件 {file} 不属于表 {table} 版本 {version} 的快照，无法按该快照读取。请用同一快照中的文件读取。',
    en: 'File {file} is not part of the snapshot of table {table} at version {version} and cannot be read by it. Read with files of the same snapshot.',
  },
  'error.lake.deletion_vectors_off': {
    kind: 'internal',
    'zh-CN':
      '表 {table} 未启用删除向量（deletion vectors），不能按行删除。未发布任何内容。请在创建表时启用，或改为整文件重写。',
    en: 'Table {table} keeps no deletion vectors, so single rows cannot be deleted. Nothing was published. Enable them when the table is created, or rewrite whole files.',
  },
  'error.lake.row_unknown': {
    kind: 'internal',
    'zh-CN':
      '要从表 {table} 删除的行所在的文件（{file}）不在版本 {version} 中，或没有该行号。未发布任何内容。请从同一快照的 _file 与 _row 列取得行的位置。',
    en: 'Rows to be deleted from table {table} are not in its version {version}: file “{file}” is not part of it, or has no such row. Nothing was published. Take the positions from the columns _file and _row of the same snapshot.',
  },
  'error.lake.deletion_vector_stored': {
    kind: 'internal',
    'zh-CN':
      '表 {table} 的文件 {file} 的删除向量存放在单独的文件中（存储类型 {storage}），可能由其他工具写入；本程序只读取内联的删除向量。未作任何读写。请用该工具重写（清除）该表后再读取。',
    en: 'The deletion vector of file {file} of table {table} lies in a file of its own (storage type {storage}); another tool may have written it. This program reads inline vectors only. Nothing was read or written. Rewrite (purge) the table with that tool, then read it again.',
  },
  'error.lake.deletion_vector_damaged': {
    kind: 'damaged',
    'zh-CN':
      '表 {table} 的文件 {file} 的删除向量无法识别，或与该文件的行数不符。未作任何读写。请从备份恢复提交日志。',
    en: 'The deletion vector of file {file} of table {table} cannot be read or does not fit the rows of the file. Nothing was read or written. Restore the commit log from a backup.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
