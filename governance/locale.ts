import { defineTexts } from '../core/locale.ts'

const texts = defineTexts({
  'error.pipelines.unknown_officer': {
    kind: 'not_found',
    'zh-CN': 'jobs.config.ts 的 officers 中没有 {officer}。可用：{known}。未做任何更改。',
    en: 'There is no officer {officer} in jobs.config.ts. Known: {known}. Nothing was changed.',
  },
  'error.pipelines.officer_without_account': {
    kind: 'forbidden',
    'zh-CN':
      'jobs.config.ts 中负责人 {officer} 未登记操作系统账号（account），不能以其名义行事，未做任何更改。请先登记其账号。',
    en: 'Officer {officer} has no `account` in jobs.config.ts, so that anybody could act under the name; nothing was changed. Enter the account of the operating system first.',
  },
  'error.pipelines.officer_account': {
    kind: 'forbidden',
    'zh-CN': '负责人 {officer} 只能以操作系统账户 {account} 行事，当前账户是 {actual}。未做任何更改。',
    en: 'Officer {officer} acts from the account {account} of the operating system only; this is {actual}. Nothing was changed.',
  },
  'ingest.file_early': {
    'zh-CN':
      '{department} 投放的文件 {file}（drop/{folder}，数据集 {dataset}）的名称所写时点为 {day}，晚于当前 24 小时以上，已暂留、未采集：若误写日期，它会压住此后所有数据。请改正文件名；确属无误的，由负责人执行 shuyuan extracts accept {path} --as <负责人> --reason <理由>，或到期自动采集。',
    en: 'The file {file} from {department} (drop/{folder}, dataset {dataset}) is named for {day}, more than 24 hours from now. It is held and was not taken: by a mistaken date it would outweigh everything until then. Correct its name; where it is right, an officer has it taken by `shuyuan extracts accept {path} --as <officer> --reason <text>`, or it is taken when its day comes.',
  },
  'ingest.register_not_renewed': {
    'zh-CN':
      '数据集 {dataset} 的规则所引用的登记库 {register} 本次未能更新，已按其最近一次完好的状态（第 {extract} 批）核验。登记库更新后，之后的批次按新状态核验。',
    en: 'Register {register}, which the rules of dataset {dataset} look into, was not renewed in this run; it was read as it last stood well (extract {extract}). Once it is renewed, later extracts are held against the new state.',
  },
  'ingest.resent_discarded': {
    'zh-CN':
      '{department} 的文件 {file} 与数据集 {dataset} 第 {extract} 批（{before}）内容、方式和时点都相同，而该批已被放弃，未再采集。请报送更正后的文件；确需重试的，由负责人执行 shuyuan extracts retry {dataset}/{extract}。',
    en: 'The file {file} from {department} has the bytes, mode and time of extract {extract} of dataset {dataset} ({before}), which was given up: it is not taken again. Send a corrected file; where it is to be tried again, an officer does so by `shuyuan extracts retry {dataset}/{extract}`.',
  },
  'ingest.resent': {
    'zh-CN':
      '{department} 的文件 {file} 与数据集 {dataset} 第 {extract} 批（{before}）内容、方式和时点都相同，视为重复报送，未再采集。若内容代表另一时点，请在文件名中写明该时点后重新报送。',
    en: 'The file {file} from {department} has the bytes, mode and time of extract {extract} of dataset {dataset} ({before}): it was sent twice and is not taken again. If it stands for another time, send it with that time in its name.',
  },
  'ingest.deletions_not_believed': {
    'zh-CN':
      '{department} 的 {dataset}（文件 {file}，第 {extract} 批全量）有 {lines} 行无法读取或无法确认主键；其中提到 {named} 条、可能属于 {possible} 条本批未列出的登记记录。这些记录未按注销处理，保持原状。请数源部门更正这些行（见隔离表）后重新报送全量。',
    en: 'In {dataset} from {department} (file {file}, full dump, extract {extract}), {lines} lines could not be read or their key could not. They name {named} records that the dump has no other row of, and could be those of {possible} more: none of these was ended, they stay as they were. Ask the department to correct the lines (see quarantine) and send the dump again.',
  },
  'ingest.header_drift': {
    'zh-CN':
      '{department} 的 {dataset}（文件 {file}，第 {extract} 批）列与目录不一致：缺少 {missing}；多出 {extra}；改名 {renamed}。按契约“{contract}”处理，数据已接收。',
    en: 'Columns of {dataset} from {department} (file {file}, extract {extract}) differ from the catalogue: missing {missing}; extra {extra}; renamed {renamed}. Handled by its contract "{contract}"; the rows were taken.',
  },
  'ingest.header_absent': {
    'zh-CN':
      '{department} 的 {dataset}（文件 {file}，第 {extract} 批）没有表头，已按目录中的字段顺序读取。请核对列的顺序；最好带表头导出。',
    en: '{dataset} from {department} (file {file}, extract {extract}) has no header; its columns were read in the order of the catalogue. Check the order; better export it with a header.',
  },
  'ingest.sheets': {
    'zh-CN':
      '{department} 的 {dataset}（文件 {file}，第 {extract} 批）依次读取工作表：{read}；第二张起，行号为 10000000 的倍数加该表行号。未读取（隐藏、空表、说明或选项表）：{passed}。',
    en: 'Of {dataset} from {department} (file {file}, extract {extract}) these sheets were read in turn: {read}; from the second on, line numbers are a multiple of 10000000 plus the row of the sheet. Passed over (hidden, empty, notes or option lists): {passed}.',
  },
  'ingest.header_below': {
    'zh-CN':
      '{department} 的 {dataset}（文件 {file}，第 {extract} 批）表头在第 {line} 行；其上的标题、说明行随原文件留存，未作数据。建议导出时不带标题行。',
    en: 'The header of {dataset} from {department} (file {file}, extract {extract}) stands on line {line}; the titles above it are kept with the file and are no data. Better export it without them.',
  },
  'ingest.mixed_encoding': {
    'zh-CN':
      '{department} 的 {dataset}（文件 {file}，第 {extract} 批）有 {lines} 行的编码为 {encoding}，与其余各行不同，已逐行判定。请以一种编码重新导出。',
    en: '{lines} lines of {dataset} from {department} (file {file}, extract {extract}) are {encoding}, unlike the others; each was read by itself. Export the file in one encoding.',
  },
  'ingest.null_markers': {
    'zh-CN':
      '{department} 的 {dataset}（文件 {file}，第 {extract} 批）以 NULL、\\N 等字样表示空值，已按空值处理（字段与行数：{fields}）。若其中有真实内容，请更正后重报；导出时空值请留空。',
    en: '{dataset} from {department} (file {file}, extract {extract}) writes NULL, \\N or the like where there is no value; they were read as no value (fields and rows: {fields}). If one of them is meant, correct it and send it again; leave a field empty that has no value.',
  },
  'ingest.too_many_rejected': {
    'zh-CN':
      '{department} 的 {dataset}（文件 {file}，第 {extract} 批）收到 {received} 行，其中 {quarantined} 行被隔离，超过允许比例 {allowed}。该批未发布，上一版本继续有效；请部门核实后重报。',
    en: '{dataset} from {department} (file {file}, extract {extract}): {quarantined} of {received} rows were quarantined, more than the share of {allowed} that is allowed. It was not published, the last version stands; the department should check and send again.',
  },
})

declare module '../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
