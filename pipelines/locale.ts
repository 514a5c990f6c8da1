import { defineTexts } from '../core/locale.ts'

const texts = defineTexts({
  'error.pipelines.release_content': {
    kind: 'damaged',
    'zh-CN':
      '{foundation} 第 {release} 版现有的数据文件与审计日志记载的发布内容不符：发布之后有人改动了数据湖及其日志。请保全现场并从备份恢复。',
    en: 'Release {release} of {foundation} does not consist of what the audit log says was published: the lake and its log were changed afterwards. Preserve the server, and restore the lake from a backup.',
  },
  'error.pipelines.anchor_unreadable': {
    kind: 'invalid',
    'zh-CN':
      '{path} 不是数据包清单（manifest.json）、数据包或事件批次的回执、质量报告的网页或工作簿、疑义核处表，无法作为审计链的存证。',
    en: '{path} is no manifest (manifest.json), receipt of a package or of events, page or workbook of a quality report, or sheet of objections, so it proves nothing of the audit log.',
  },
  'error.pipelines.anchor_without_head': {
    kind: 'invalid',
    'zh-CN': '{path} 未记载审计链末端（由较早版本生成），无法作为存证。请改用之后生成的数据包、回执或报告。',
    en: '{path} holds no head of the audit log: an earlier version made it. Give a package, receipt or report that was made later.',
  },
  'error.pipelines.bad_config': {
    kind: 'usage',
    'zh-CN': 'jobs.config.ts 无效：{reasons}。请改正后重试；未做任何更改。',
    en: 'jobs.config.ts is not valid: {reasons}. Correct it and try again; nothing was changed.',
  },
  'error.pipelines.unknown_request': {
    kind: 'usage',
    'zh-CN': 'jobs.config.ts 中没有名为 {request} 的交付需求，未交付任何数据。可用：{known}。',
    en: 'jobs.config.ts has no request {request}; nothing was sent. It has: {known}.',
  },
  'error.pipelines.unknown_target': {
    kind: 'usage',
    'zh-CN': '没有名为 {target} 的目标。可用目标：{known}。',
    en: 'There is no target {target}. Targets: {known}.',
  },
  'error.pipelines.rows_not_conserved': {
    kind: 'internal',
    'zh-CN':
      '数据集 {dataset} 第 {extract} 批行数不守恒：收到 {received}，合格 {accepted}，隔离 {quarantined}。该批未入库，原文件保留在落地区，请联系平台工程师。',
    en: 'Rows of dataset {dataset}, extract {extract}, are not conserved: received {received}, accepted {accepted}, quarantined {quarantined}. The extract was not published; the landed file is kept. This is a fault of the platform: report it.',
  },
  'error.pipelines.run_left': {
    kind: 'internal',
    'zh-CN':
      '应要求停止：运行 {run} 尚未结束，已结束的阶段有效，没有发布一半的内容。对同样的目标再次执行 shuyuan run 即继续。',
    en: 'Left as asked: run {run} has not ended. What ended stands, nothing is half published; `shuyuan run` with the same targets goes on with it.',
  },
  'error.pipelines.stage_failed': {
    kind: 'internal',
    'zh-CN':
      '运行 {run} 的阶段 {stage} 失败：{reason}。已发布的版本不变。修复原因后再次执行 shuyuan run 即从此处继续。',
    en: 'Stage {stage} of run {run} failed: {reason}. Published versions are unchanged. Mend the cause, then `shuyuan run` continues from here.',
  },
  'config.unknown_element': {
    'zh-CN': '质量报告授权 {audience} 查看的数据元 {element} 不在目录中。',
    en: 'Reports for {audience} are granted element {element}, which the catalogue does not have.',
  },
  'config.unknown_target': {
    'zh-CN': 'jobs.config.ts 的计划 {schedule} 引用了不存在的目标 {target}。',
    en: 'Schedule {schedule} of jobs.config.ts names the target {target}, which there is not.',
  },
  'config.unknown_dataset': {
    'zh-CN': 'jobs.config.ts 的来源引用了目录中没有的数据集 {dataset}。',
    en: 'A source in jobs.config.ts names dataset {dataset}, which the catalogue does not have.',
  },
  'config.no_source': {
    'zh-CN': '数据集 {dataset} 在 jobs.config.ts 中没有来源。',
    en: 'Dataset {dataset} has no source in jobs.config.ts.',
  },
  'config.other_divisions': {
    'zh-CN': '目录的行政区划与软件包的不同（{codes}）。规则、报告和范围使用软件包的区划，请恢复原有区划。',
    en: 'The divisions of the catalogue are not those of the package ({codes}). Rules, reports and scopes read those of the package: keep them.',
  },
  'config.duplicate': {
    'zh-CN': 'jobs.config.ts 中 {what} {id} 重复。',
    en: 'jobs.config.ts has {what} {id} twice.',
  },
  'config.refused_delivery': {
    'zh-CN': '交付 {id} 不获准：{reasons}',
    en: 'Delivery {id} is refused: {reasons}',
  },
  'config.slow_schedule': {
    'zh-CN': '数据集 {dataset} 的更新周期为 {cycle}，但没有任何计划在该周期内运行它。',
    en: 'Dataset {dataset} has the update cycle {cycle}, but no schedule runs it that often.',
  },
  'ingest.rule_blocks': {
    'zh-CN':
      '{department} 的数据集 {dataset} 第 {extract} 批（{file}）：{failed} 行违反阻断规则 {rule}（字段 {field}：{words_zh}）；本批未发布，已发布的版本不变。请数源部门更正后重新报送。',
    en: 'Dataset {dataset} of {department}, extract {extract} ({file}): {failed} rows break the blocking rule {rule} (field {field}: {words_en}). The extract was not published and what is published stays as it is. Ask the department to correct it and send it again.',
  },
  'error.pipelines.extract_unreadable': {
    kind: 'internal',
    'zh-CN':
      '数据集 {dataset} 第 {extract} 批的文件名 {file} 已无法识别格式。落地文件保留；请检查平台版本后重试。',
    en: 'The file name {file} of dataset {dataset}, extract {extract}, no longer says its format. The landed file is kept; check the version of the platform and try again.',
  },
  'error.pipelines.extract_crashes': {
    kind: 'internal',
    'zh-CN':
      '{department} 的数据集 {dataset} 第 {extract} 批（{file}）处理 {attempts} 次均未得出结果（{reason}；“-”表示进程中止），已搁置，其他批次照常处理。这是平台的故障，不向部门提出异议；文件保留在落地区。请把日志交给平台工程师，排除后由负责人执行 shuyuan extracts retry {dataset}/{extract}（或 discard 放弃），也可重新报送同一文件。',
    en: 'Extract {extract} ({file}) of dataset {dataset} from {department} was begun {attempts} times without a result ({reason}; - means that the process died). It is set aside and the others go on. This is a fault of the platform, and nothing is asked of the department; the file is kept in landing. Give the log to the platform engineers; once it is mended, an officer has it tried again by `shuyuan extracts retry {dataset}/{extract}` (or gives it up by `discard`); the same file sent again does it too.',
  },
  'error.pipelines.unexpected': {
    kind: 'internal',
    'zh-CN':
      '出现未预料的错误（{name}，{code}）。已发布的版本不变。请以 SHUYUAN_LOG=debug 重新执行并把日志交给平台工程师。',
    en: 'Something unforeseen failed ({name}, {code}). Published versions are unchanged. Run again with SHUYUAN_LOG=debug and give the log to the platform engineers.',
  },
  'error.pipelines.nothing_published': {
    kind: 'not_found',
    'zh-CN': '基础库 {foundation} 尚未发布任何版本。请先执行 shuyuan run {foundation}。',
    en: 'Foundation {foundation} has no release yet. Run `shuyuan run {foundation}` first.',
  },
  'error.pipelines.no_record': {
    kind: 'not_found',
    'zh-CN':
      '基础库 {foundation} 第 {release} 版中没有该主键的记录。请核对号码；被隔离的行可在 quarantine 表中查询。',
    en: 'Release {release} of foundation {foundation} has no record with that key. Check the number; rows that failed are in the quarantine tables.',
  },
  'progress.started': { 'zh-CN': '开始', en: 'started' },
  'progress.succeeded': { 'zh-CN': '完成', en: 'done' },
  'progress.blocked': { 'zh-CN': '被拦截', en: 'blocked' },
  'progress.skipped': { 'zh-CN': '无变化', en: 'nothing to do' },
  'progress.failed': { 'zh-CN': '失败', en: 'failed' },
  'progress.extracts': { 'zh-CN': '处理数据批次', en: 'extracts' },
  'progress.reports': { 'zh-CN': '编制质量报告', en: 'reports' },
  'progress.datasets': { 'zh-CN': '核对数据集', en: 'datasets' },
  'progress.buckets': { 'zh-CN': '生成分桶', en: 'buckets' },
})

declare module '../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
