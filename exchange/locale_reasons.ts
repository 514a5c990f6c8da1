import { defineTexts } from '../core/locale.ts'

/** Wording of the reasons for which a request is refused. */
defineTexts({
  'exchange.reason.unknown_foundation': {
    'zh-CN': '没有基础库 {foundation}，可用：{known}',
    en: 'there is no foundation {foundation}; there are: {known}',
  },
  'exchange.reason.unknown_element': {
    'zh-CN': '基础库 {foundation} 没有数据元 {element}',
    en: 'foundation {foundation} has no element {element}',
  },
  'exchange.reason.fields_empty': { 'zh-CN': '没有申请任何字段', en: 'no fields are asked for' },
  'exchange.reason.fields_too_many': {
    'zh-CN': '申请了 {asked} 个字段，目录只有 {known} 个',
    en: '{asked} fields are asked for, the catalogue has {known}',
  },
  'exchange.reason.field_twice': {
    'zh-CN': '数据元 {element} 重复申请',
    en: 'element {element} is asked for twice',
  },
  'exchange.reason.negative_list': {
    'zh-CN': '数据元 {element} 在负面清单中，任何情况下不得出平台',
    en: 'element {element} is on the negative list and never leaves',
  },
  'exchange.reason.withheld': {
    'zh-CN': '数据元 {element} 来自 {department} 的数据集 {dataset}，其共享类型为不予共享',
    en: 'element {element} comes from dataset {dataset} of {department}, which is withheld from sharing',
  },
  'exchange.reason.no_legal_basis': {
    'zh-CN': '数据元 {element} 来自 {department} 的有条件共享数据集 {dataset}，需求未写明法律依据',
    en: 'element {element} comes from the conditionally shared dataset {dataset} of {department}, and the request names no legal basis',
  },
  'exchange.reason.clear_without_basis': {
    'zh-CN': '申请数据元 {element} 的明文（默认脱敏 {mask}），但没有单独的明文依据 clearLegalBasis',
    en: 'element {element} (mask {mask}) is asked for in clear without a clearLegalBasis of its own',
  },
  'exchange.reason.drop_not_clear': {
    'zh-CN': '数据元 {element} 默认不提供，只能凭单独的明文依据申请明文（clear）',
    en: 'element {element} is not provided unless in clear, with a clearLegalBasis of its own',
  },
  'exchange.reason.hash_unfit': {
    'zh-CN': '数据元 {element} 不能以散列提供：散列仅用于标识符，且不能与明文同时申请',
    en: 'element {element} cannot be given as a hash: hashes are for identifiers only, and not together with clear',
  },
  'exchange.reason.mask_unfit': {
    'zh-CN': '数据元 {element} 的类型不适用脱敏方式 {mask}，请修正目录',
    en: 'mask {mask} does not fit the type of element {element}; correct the catalogue',
  },
  'exchange.reason.key_missing': {
    'zh-CN': '增量交付需要主键 {element}，以明文（clear）或散列（hash）申请；否则改为 delivery: full',
    en: 'incremental delivery needs the key {element}, in clear or as hash; otherwise ask for delivery: full',
  },
  'exchange.reason.unknown_city': {
    'zh-CN': '{city} 不是现行的盟市代码',
    en: '{city} is not the code of a present league or city',
  },
  'exchange.reason.scope_empty': { 'zh-CN': '没有写明区划范围', en: 'the row scope names no division' },
  'exchange.reason.unknown_division': {
    'zh-CN': '没有区划 {division}',
    en: 'there is no division {division}',
  },
  'exchange.reason.historical_division': {
    'zh-CN': '区划 {division} {name} 已撤销，现为 {successor}',
    en: 'division {division} {name} is no longer in force; its successor is {successor}',
  },
  'exchange.reason.foreign_division': {
    'zh-CN': '区划 {division} {name} 不在 {city} 辖区内',
    en: 'division {division} {name} is outside the area of {city}',
  },
  'exchange.reason.purpose_empty': { 'zh-CN': '没有写明用途', en: 'the purpose is empty' },
  'exchange.reason.approval_missing': {
    'zh-CN': '没有完整的审批信息（文号和审批单位）',
    en: 'the approval is missing or lacks its reference or approving body',
  },
  'exchange.reason.approval_future': {
    'zh-CN': '审批日期 {on} 晚于今天 {day}',
    en: 'the approval is dated {on}, after today {day}',
  },
  'exchange.reason.period_invalid': {
    'zh-CN': '有效期起 {from} 晚于止 {to}',
    en: 'the period starts {from}, after its end {to}',
  },
  'exchange.reason.not_yet_valid': {
    'zh-CN': '有效期自 {from} 起，今天是 {day}',
    en: 'the request is valid from {from}, today is {day}',
  },
  'exchange.reason.expired': {
    'zh-CN': '有效期至 {to}，今天是 {day}，已过期',
    en: 'the request was valid until {to}, today is {day}',
  },
})
