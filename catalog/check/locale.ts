import { defineTexts } from '../../core/locale.ts'
import './locale_datasets.ts'

const texts = defineTexts({
  'error.catalog.inconsistent': {
    kind: 'usage',
    'zh-CN': '公共数据目录有 {count} 处自相矛盾，未加载，未做任何更改。请改正以下各项后重试：\n{findings_zh}',
    en: 'The catalogue contradicts itself in {count} places and was not loaded; nothing was changed. Correct these and try again:\n{findings_en}',
  },
  'catalog.check.duplicate': {
    'zh-CN': '目录中 {what} 的标识 {id} 重复。请改名或删去其一。',
    en: 'The catalogue has {what} {id} twice. Rename or remove one of them.',
  },
  'catalog.check.division_lost': {
    'zh-CN': '区划 {division} 指向 {to}，但目录中没有现行区划 {to}。',
    en: 'Division {division} leads to {to}, which is no current division of the catalogue.',
  },
  'catalog.check.two_authorities': {
    'zh-CN':
      '数据元 {element} 有两个数源：{first_department_zh} 的 {first}（键范围 {first_scope}）与 {second_department_zh} 的 {second}（键范围 {second_scope}）。一数一源：请只保留一个，或登记互不重叠的键范围。',
    en: 'Element {element} has two authorities: {first} of {first_department_en} (keys {first_scope}) and {second} of {second_department_en} (keys {second_scope}). One item, one source: keep one of them, or register key scopes that do not overlap.',
  },
  'catalog.check.scope_field': {
    'zh-CN': '数据元 {element} 的数源 {field} 以字段 {scope} 划分职责，但其数据集没有该字段或它不是代码型。',
    en: 'Source {field} of element {element} answers by the values of field {scope}, which its dataset does not have or which holds no code.',
  },
  'catalog.check.repeated_collection': {
    'zh-CN':
      '重复采集：数据元 {element} 的数源是 {first_department_zh} 的 {first}，{second_department_zh} 又以 {second} 采集。请将后者改为 copy（通过共享获取），或调整数源。',
    en: 'Repeated collection: the authority of element {element} is {first} of {first_department_en}, but {second_department_en} collects it again as {second}. Make the latter a copy (obtained by sharing), or change the authority.',
  },
  'catalog.check.source_not_authority': {
    'zh-CN':
      '{department_zh} 的字段 {field} 标为数据元 {element} 的数源，但该数据元登记的数源是 {authority}。请改为 copy，或登记为数源。',
    en: 'Field {field} of {department_en} calls itself a source of element {element}, whose registered authority is {authority}. Make it a copy, or register it as the authority.',
  },
  'catalog.check.authority_missing': {
    'zh-CN': '数据元 {element} 登记的数源 {field} 不存在。请改为目录中已有的 数据集.字段。',
    en: 'The authority of element {element} is {field}, a field that does not exist. Name a dataset.field of the catalogue.',
  },
  'catalog.check.authority_other_element': {
    'zh-CN':
      '数据元 {element} 登记的数源是 {department_zh} 的 {field}，但该字段承载的是数据元 {carries}。请改正其一。',
    en: 'The authority of element {element} is {field} of {department_en}, but that field carries element {carries}. Correct one of the two.',
  },
  'catalog.check.authority_is_copy': {
    'zh-CN':
      '数据元 {element} 登记的数源是 {department_zh} 的 {field}，但该字段标为 copy。请将其角色改为 source，或另定数源。',
    en: 'The authority of element {element} is {field} of {department_en}, but that field is marked as a copy. Make it a source, or name another authority.',
  },
  'catalog.check.fallback_missing': {
    'zh-CN': '数据元 {element} 的备用来源 {field} 不存在。请改为目录中已有的 数据集.字段。',
    en: 'The fallback {field} of element {element} is a field that does not exist. Name a dataset.field of the catalogue.',
  },
  'catalog.check.fallback_other_element': {
    'zh-CN': '数据元 {element} 的备用来源 {field}（{department_zh}）承载的是数据元 {carries}。请改正其一。',
    en: 'The fallback {field} of element {element} ({department_en}) carries element {carries}. Correct one of the two.',
  },
  'catalog.check.fallback_not_copy': {
    'zh-CN': '数据元 {element} 的备用来源 {field}（{department_zh}）不是 copy。备用来源只能是副本字段。',
    en: 'The fallback {field} of element {element} ({department_en}) is not a copy. Only a copy can stand in for the authority.',
  },
  'catalog.check.code_without_table': {
    'zh-CN': '数据元 {element} 的类型为 code，但没有指定代码表。',
    en: 'Element {element} is of type code but names no code table.',
  },
  'catalog.check.table_without_code': {
    'zh-CN': '数据元 {element} 指定了代码表 {table}，但其类型为 {type}。请改类型为 code，或删去代码表。',
    en: 'Element {element} names code table {table} but is of type {type}. Make it a code, or drop the table.',
  },
  'catalog.check.unknown_code_table': {
    'zh-CN': '数据元 {element} 指定的代码表 {table} 不存在。',
    en: 'Element {element} names code table {table}, which the catalogue does not have.',
  },
  'catalog.check.unknown_mask': {
    'zh-CN': '数据元 {element} 的脱敏方式 {mask} 不存在。可用：{known}。',
    en: 'Element {element} has mask {mask}, which does not exist. Masks: {known}.',
  },
  'catalog.check.unmasked': {
    'zh-CN': '数据元 {element} 定级为 {grading}，必须脱敏，不能使用 none。',
    en: 'Element {element} is graded {grading} and must be masked; it cannot have mask none.',
  },
  'catalog.check.unknown_foundation': {
    'zh-CN': '{what} 属于基础库 {foundation}，但目录中没有该基础库。',
    en: '{what} belongs to foundation {foundation}, which the catalogue does not have.',
  },
  'catalog.check.unknown_dataset': {
    'zh-CN': '基础库 {what} 列出数据集 {dataset}，但目录中没有该数据集。',
    en: 'Foundation {what} lists dataset {dataset}, which the catalogue does not have.',
  },
  'catalog.check.confirmed_by_outsider': {
    'zh-CN': '基础库 {foundation} 以数据集 {dataset} 确认记录，但该数据集不在其数据集之列。',
    en: 'Foundation {foundation} lets dataset {dataset} confirm its records, but does not list it among its datasets.',
  },
  'catalog.check.foundation_key': {
    'zh-CN': '基础库 {foundation} 的键 {key} 与其键数据元 {element} 不符，或该数据元不存在。',
    en: 'The key {key} of foundation {foundation} is not the column of its key element {element}, or there is no such element.',
  },
  'catalog.check.division_column': {
    'zh-CN': '基础库 {foundation} 的区划列 {column} 不是其 division 类型的数据元。',
    en: 'The division column {column} of foundation {foundation} is not one of its elements of type division.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
