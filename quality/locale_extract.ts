import { defineTexts, type Text } from '../core/locale.ts'

/** What the finding is called, without the figures of one extract. */
const name = (code: string, zh: string, en: string): Record<string, Text> => ({
  [`violation.${code}.name`]: { 'zh-CN': zh, en },
})

defineTexts({
  ...name('row_count.low', '收到的行数少于最低要求', 'Fewer rows were received than required'),
  ...name('row_count.dropped', '收到的行数较上批骤减', 'Far fewer rows were received than last time'),
  ...name('volume.low', '收到的行数明显少于常态', 'Far fewer rows were received than usual'),
  ...name('volume.high', '收到的行数明显多于常态', 'Far more rows were received than usual'),
  ...name('freshness.late', '数据更新迟于规定的更新周期', 'The data is older than its update cycle allows'),
  ...name('freshness.city_missing', '有盟市的数据缺失', 'The rows of a league or city are missing'),
  ...name(
    'freshness.city_late',
    '有盟市的数据更新迟于规定的更新周期',
    'The rows of a league or city are older than the update cycle allows',
  ),
  ...name('drift.nulls', '空值占比明显变化', 'The share of empty values has changed'),
  ...name('drift.codes', '代码取值分布明显变化', 'The values are distributed differently'),
  ...name('drift.numbers', '数值分布明显变化', 'The numbers are distributed differently'),
  ...name('schema.missing', '缺少规定的列', 'Columns are missing'),
  ...name('schema.extra', '多出目录中没有的列', 'There are columns that the catalogue does not have'),
  ...name('schema.renamed', '列名疑似变更', 'Columns seem to be renamed'),
  ...name('schema.type', '值的类型明显变化', 'The values are no longer of their type'),

  'violation.row_count.low': {
    'zh-CN':
      '数据集 {dataset}：本批仅收到 {received} 行，少于最低要求 {least} 行；本批未发布，请数源部门核实后重新报送。',
    en: 'Dataset {dataset}: only {received} rows were received, fewer than the {least} required; the extract was not published. Ask the department to check and send it again.',
  },
  'violation.row_count.dropped': {
    'zh-CN':
      '数据集 {dataset}：本批收到 {received} 行，较上批 {last} 行骤减（至少应为 {least} 行）；本批未发布，请数源部门核实后重新报送。',
    en: 'Dataset {dataset}: {received} rows were received against {last} last time (at least {least} expected); the extract was not published. Ask the department to check and send it again.',
  },
  'violation.volume.low': {
    'zh-CN':
      '数据集 {dataset}：本批收到 {received} 行，明显少于此前 {history} 批的常态（中位数 {median} 行，一般不少于 {least} 行）；请数源部门核实是否漏报。',
    en: 'Dataset {dataset}: {received} rows were received, far fewer than in the {history} extracts before (median {median}, usually at least {least}). Ask the department whether something is missing.',
  },
  'violation.volume.high': {
    'zh-CN':
      '数据集 {dataset}：本批收到 {received} 行，明显多于此前 {history} 批的常态（中位数 {median} 行，一般不多于 {most} 行）；请数源部门核实是否重复报送。',
    en: 'Dataset {dataset}: {received} rows were received, far more than in the {history} extracts before (median {median}, usually at most {most}). Ask the department whether something was sent twice.',
  },
  'violation.freshness.late': {
    'zh-CN':
      '数据集 {dataset}：数据距今 {age} 天，超过更新周期允许的 {allowed} 天；数据已照常处理，请督促数源部门按周期更新。',
    en: 'Dataset {dataset}: the data is {age} days old, more than the {allowed} days that its update cycle allows; it was processed as usual. Remind the department to update on time.',
  },
  'violation.freshness.city_missing': {
    'zh-CN':
      '数据集 {dataset}：盟市 {division} 在此前 {history} 批均有数据（中位数 {median} 行），本批没有；请督促该盟市补报。',
    en: 'Dataset {dataset}: {division} had rows in each of the {history} extracts before (median {median}) and has none in this one. Remind the league or city to send them.',
  },
  'violation.freshness.city_late': {
    'zh-CN':
      '数据集 {dataset}：盟市 {division} 的最新数据距本批 {age} 天，超过更新周期允许的 {allowed} 天（此前 {history} 批均未超过）；请督促该盟市更新。',
    en: 'Dataset {dataset}: the newest row of {division} is {age} days older than the extract, more than the {allowed} days of its update cycle, which it kept in the {history} extracts before. Remind the league or city.',
  },
  'violation.drift.nulls': {
    'zh-CN':
      '数据集 {dataset} 字段 {field}：空值占比由此前 {history} 批的 {before}% 变为 {after}%；请数源部门核实。',
    en: 'Dataset {dataset}, field {field}: the share of empty values went from {before}% in the {history} extracts before to {after}%. Ask the department to check.',
  },
  'violation.drift.codes': {
    'zh-CN':
      '数据集 {dataset} 字段 {field}：取值分布明显变化（稳定性指数 {index}，上限 {limit}），变化最大的取值 {value} 由 {before}% 变为 {after}%；请数源部门核实代码对照。',
    en: 'Dataset {dataset}, field {field}: the values are distributed differently (stability index {index}, limit {limit}); most of all {value}, from {before}% to {after}%. Ask the department to check its codes.',
  },
  'violation.drift.numbers': {
    'zh-CN':
      '数据集 {dataset} 字段 {field}：数值分布明显变化（稳定性指数 {index}，上限 {limit}），中位数由 {before} 变为 {after}；请数源部门核实单位和口径。',
    en: 'Dataset {dataset}, field {field}: the numbers are distributed differently (stability index {index}, limit {limit}), the median from {before} to {after}. Ask the department to check units and definition.',
  },
  'violation.schema.missing': {
    'zh-CN': '数据集 {dataset}：缺少列 {columns}；其值按空处理，请数源部门核实。',
    en: 'Dataset {dataset}: columns {columns} are missing; their values count as empty. Ask the department to check.',
  },
  'violation.schema.extra': {
    'zh-CN': '数据集 {dataset}：多出列 {columns}；未纳入标准表，请数源部门核实是否变更目录。',
    en: 'Dataset {dataset}: columns {columns} are new; they are not taken over. Ask the department whether the catalogue has to change.',
  },
  'violation.schema.renamed': {
    'zh-CN': '数据集 {dataset}：列名疑似变更（{columns}）；请数源部门核实。',
    en: 'Dataset {dataset}: columns seem to be renamed ({columns}). Ask the department to check.',
  },
  'violation.schema.type': {
    'zh-CN':
      '数据集 {dataset} 字段 {field}：{share}% 的值已不是规定的类型（此前 {history} 批为 {before}%）；请数源部门核实格式是否变更。',
    en: 'Dataset {dataset}, field {field}: {share}% of the values are no longer of their type ({before}% in the {history} extracts before). Ask the department whether the format has changed.',
  },
})
