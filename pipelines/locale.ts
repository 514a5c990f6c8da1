import { defineTexts } from '../core/locale.ts'

defineTexts({
  'error.pipelines.bad_config': {
    'zh-CN': 'jobs.config.ts 无效：{reasons}。请改正后重试；未做任何更改。',
    en: 'jobs.config.ts is not valid: {reasons}. Correct it and try again; nothing was changed.',
  },
  'error.pipelines.unknown_target': {
    'zh-CN': '没有名为 {target} 的目标。可用目标：{known}。',
    en: 'There is no target {target}. Targets: {known}.',
  },
  'error.pipelines.reference_cycle': {
    'zh-CN': '数据集 {dataset} 的引用规则成环，无法排定先后。请修改其 reference 规则。',
    en: 'The reference rules of dataset {dataset} form a cycle, so no order exists. Change its reference rules.',
  },
  'error.pipelines.rows_not_conserved': {
    'zh-CN':
      '数据集 {dataset} 第 {extract} 批行数不守恒：收到 {received}，合格 {accepted}，隔离 {quarantined}。该批未入库，原文件保留在落地区，请联系平台工程师。',
    en: 'Rows of dataset {dataset}, extract {extract}, are not conserved: received {received}, accepted {accepted}, quarantined {quarantined}. The extract was not published; the landed file is kept. This is a fault of the platform: report it.',
  },
  'error.pipelines.stage_failed': {
    'zh-CN': '运行 {run} 的阶段 {stage} 失败：{reason}。已发布的版本不变。修复原因后再次执行 shuyuan run 即从此处继续。',
    en: 'Stage {stage} of run {run} failed: {reason}. Published versions are unchanged. Mend the cause, then `shuyuan run` continues from here.',
  },
  'config.unknown_dataset': {
    'zh-CN': 'jobs.config.ts 的来源引用了目录中没有的数据集 {dataset}。',
    en: 'A source in jobs.config.ts names dataset {dataset}, which the catalogue does not have.',
  },
  'config.no_source': {
    'zh-CN': '数据集 {dataset} 在 jobs.config.ts 中没有来源。',
    en: 'Dataset {dataset} has no source in jobs.config.ts.',
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
  'ingest.header_drift': {
    'zh-CN':
      '{department} 的 {dataset}（文件 {file}，第 {extract} 批）列与目录不一致：缺少 {missing}；多出 {extra}；改名 {renamed}。按契约“{contract}”处理，数据已接收。',
    en: 'Columns of {dataset} from {department} (file {file}, extract {extract}) differ from the catalogue: missing {missing}; extra {extra}; renamed {renamed}. Handled by its contract "{contract}"; the rows were taken.',
  },
  'ingest.too_many_rejected': {
    'zh-CN':
      '{department} 的 {dataset}（文件 {file}，第 {extract} 批）收到 {received} 行，其中 {quarantined} 行被隔离，超过允许比例 {allowed}。该批未发布，上一版本继续有效；请部门核实后重报。',
    en: '{dataset} from {department} (file {file}, extract {extract}): {quarantined} of {received} rows were quarantined, more than the share of {allowed} that is allowed. It was not published, the last version stands; the department should check and send again.',
  },
  'ingest.unclaimed.name': {
    'zh-CN': '{department} 投放的文件 {file} 名称不符合约定，未接收，原样保留。应为 数据集_full|delta_日期.扩展名。',
    en: 'The file {file} from {department} has a name that does not follow the agreement. It was left where it is. Expected: dataset_full|delta_date.extension.',
  },
  'ingest.unclaimed.dataset': {
    'zh-CN': '{department} 投放的文件 {file} 不属于目录中的任何数据集，未接收，原样保留。',
    en: 'The file {file} from {department} belongs to no dataset of the catalogue. It was left where it is.',
  },
  'ingest.unclaimed.department': {
    'zh-CN': '{department} 投放的文件 {file} 属于其他部门的数据集，未接收，原样保留。',
    en: 'The file {file} from {department} belongs to a dataset of another department. It was left where it is.',
  },
  'progress.extracts': { 'zh-CN': '处理数据批次', en: 'extracts' },
  'progress.buckets': { 'zh-CN': '生成分桶', en: 'buckets' },
})
