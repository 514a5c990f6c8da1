import { defineTexts } from '../../core/locale.ts'

/** Where a finding about a dataset stands. */
const zh = '{department_zh} 的 {dataset_zh}（{dataset}）'
const en = '{dataset_en} ({dataset}) of {department_en}'

defineTexts({
  'catalog.check.source_in_records': {
    'zh-CN': `${zh}的字段 {field} 标为数据元 {element} 的数源，但该数据集一个主体有多条记录，不能作为基础库 {foundation} 列的数源。请改为 copy，或改用记录数据元。`,
    en: `Field {field} of ${en} is a source of element {element}, but a subject has many records there, so that it cannot be the source of a column of foundation {foundation}. Make it a copy, or give the record an element of its own.`,
  },
  'catalog.check.record_key': {
    'zh-CN': `${zh}的记录键字段 {field} 不存在、不是必填，或就是主体的键。记录键由主体键以外的必填字段组成。`,
    en: `Field {field} of the record key of ${en} does not exist, is not required, or is the subject's key. A record key consists of other, required fields.`,
  },
  'catalog.check.holder': {
    'zh-CN': `${zh}的 holder 与字段 {field} 不符：持有人的字段必须是该登记册除主键外的字段，且登记册一个键只有一条记录、由其确认基础库的记录。`,
    en: `The holder of ${en} does not fit field {field}: a holder's fields are fields of the register other than its key, and the register has one record a key and confirms the records of its foundation.`,
  },
  'catalog.check.key_changes': {
    'zh-CN':
      '基础库 {foundation} 的键变更登记 {dataset}.{former} 不是其数据集记录键中的字段。请改正 keyChanges。',
    en: '{dataset}.{former}, the register of changed keys of foundation {foundation}, is no field of the record key of one of its datasets. Correct keyChanges.',
  },
  'catalog.check.shown_until': {
    'zh-CN': '基础库 {foundation} 的展示截止列 {column} 不是其日期型数据元。请改正 shownUntil。',
    en: 'Column {column}, until which records of foundation {foundation} may be shown, is no date element of it. Correct shownUntil.',
  },
  'catalog.check.unknown_department': {
    'zh-CN': `${zh}的 {role} 为 {unknown}，目录中没有该部门。`,
    en: `${en} names {unknown} as its {role}, a department that the catalogue does not have.`,
  },
  'catalog.check.sharing_without_basis': {
    'zh-CN': `${zh}共享类型为 {type}，但没有法律、法规或政策依据。请补充 sharing.legalBasis，或改为无条件共享。`,
    en: `${en} has sharing type {type} without a legal basis. Give sharing.legalBasis, or share it unconditionally.`,
  },
  'catalog.check.sharing_without_reason': {
    'zh-CN': `${zh}共享类型为 {type}，但没有说明理由（第二十一条）。请补充 sharing.reason，或改为无条件共享。`,
    en: `${en} has sharing type {type} without a reason (Article 21). Give sharing.reason, or share it unconditionally.`,
  },
  'catalog.check.opening_without_reason': {
    'zh-CN': `${zh}开放类型为 {type}，但没有说明理由。请补充 opening.reason，或改为无条件开放。`,
    en: `${en} has opening type {type} without a reason. Give opening.reason, or open it unconditionally.`,
  },
  'catalog.check.sharing_without_conditions': {
    'zh-CN': `${zh}为有条件共享，但没有写明条件。请补充 sharing.conditions。`,
    en: `${en} is shared conditionally but states no conditions. Give sharing.conditions.`,
  },
  'catalog.check.opening_without_basis': {
    'zh-CN': `${zh}开放类型为 {type}，但没有法律、法规或政策依据。请补充 opening.legalBasis，或改为无条件开放。`,
    en: `${en} has opening type {type} without a legal basis. Give opening.legalBasis, or open it unconditionally.`,
  },
  'catalog.check.opening_without_conditions': {
    'zh-CN': `${zh}为有条件开放，但没有写明条件。请补充 opening.conditions。`,
    en: `${en} is opened conditionally but states no conditions. Give opening.conditions.`,
  },
  'catalog.check.dataset_not_listed': {
    'zh-CN': `${zh}归入基础库 {foundation}，但该基础库没有列出它。`,
    en: `${en} says it belongs to foundation {foundation}, which does not list it.`,
  },
  'catalog.check.key_missing': {
    'zh-CN': `${zh}以 {key} 为键，但没有该字段。`,
    en: `${en} has the key {key}, but no such field.`,
  },
  'catalog.check.key_role': {
    'zh-CN': `${zh}的键是 {key}，字段 {field} 的角色却是 {role}。只有键字段的角色是 key。`,
    en: `${en} has the key {key}, yet field {field} has the role {role}. The key field alone has the role key.`,
  },
  'catalog.check.key_not_required': {
    'zh-CN': `${zh}的键字段 {key} 不是必填。请设为 required。`,
    en: `${en} does not require its key {key}. Make it required.`,
  },
  'catalog.check.key_element': {
    'zh-CN': `${zh}的键 {key} 承载数据元 {element}，但基础库 {foundation} 的键数据元是 {expected}。`,
    en: `${en} has the key {key} of element {element}, but the key element of foundation {foundation} is {expected}.`,
  },
  'catalog.check.event_time_missing': {
    'zh-CN': `${zh}以 {field} 为更新时间，但没有该字段。`,
    en: `${en} takes its event time from {field}, but has no such field.`,
  },
  'catalog.check.event_time_type': {
    'zh-CN': `${zh}以 {field} 为更新时间，但数据元 {element} 的类型是 {type}。应为 date 或 datetime。`,
    en: `${en} takes its event time from {field}, but element {element} is of type {type}. It must be a date or datetime.`,
  },
  'catalog.check.duplicate_header': {
    'zh-CN': `${zh}中表头“{header}”重复，对应字段 {fieldIds}。请使每个表头和别名只对应一个字段、只出现一次。`,
    en: `${en} has the header "{header}" more than once, for {fieldIds}. Let every header and alias stand once, for one field.`,
  },
  'catalog.check.unknown_element': {
    'zh-CN': `${zh}的字段 {field} 引用数据元 {element}，目录中没有该数据元。`,
    en: `${en}: field {field} carries element {element}, which the catalogue does not have.`,
  },
  'catalog.check.foreign_element': {
    'zh-CN': `${zh}的字段 {field} 引用数据元 {element}，它不属于该数据集的基础库 {foundation}。`,
    en: `${en}: field {field} carries element {element}, which does not belong to the dataset's foundation {foundation}.`,
  },
  'catalog.check.mapping_without_code': {
    'zh-CN': `${zh}的字段 {field} 有代码映射，但数据元 {element} 的类型是 {type}。`,
    en: `${en}: field {field} maps codes, but element {element} is of type {type}.`,
  },
  'catalog.check.mapping_outside_table': {
    'zh-CN': `${zh}的字段 {field} 把 {from} 映射为 {to}，但代码表 {table} 中没有 {to}。`,
    en: `${en}: field {field} maps {from} to {to}, a code that table {table} does not have.`,
  },
  'catalog.check.rule_unknown_field': {
    'zh-CN': `${zh}的规则 {rule} 引用字段 {field}，该数据集没有此字段。`,
    en: `${en}: rule {rule} names field {field}, which the dataset does not have.`,
  },
  'catalog.check.rule_unknown_dataset': {
    'zh-CN': `${zh}的规则 {rule}（字段 {field}）引用数据集 {to}，目录中没有该数据集。`,
    en: `${en}: rule {rule} on {field} refers to dataset {to}, which the catalogue does not have.`,
  },
  'catalog.check.rule_unknown_field_there': {
    'zh-CN': `${zh}的规则 {rule} 引用数据集 {to} 的字段 {field}，该数据集没有此字段。`,
    en: `${en}: rule {rule} names field {field} of dataset {to}, which that dataset does not have.`,
  },
  'catalog.check.rule_unknown_table': {
    'zh-CN': `${zh}的规则 {rule}（字段 {field}）引用代码表 {table}，目录中没有该代码表。`,
    en: `${en}: rule {rule} on {field} names code table {table}, which the catalogue does not have.`,
  },
  'catalog.check.rule_bad_pattern': {
    'zh-CN': `${zh}的规则 {rule}（字段 {field}）的正则表达式 {pattern} 无法解析。`,
    en: `${en}: rule {rule} on {field} has the pattern {pattern}, which is no regular expression.`,
  },
  'catalog.check.rule_field_type': {
    'zh-CN': `${zh}的规则 {rule} 不能用于 {type} 型字段 {field}，应为：{types}。`,
    en: `${en}: rule {rule} cannot read field {field} of type {type}; it needs: {types}.`,
  },
})
