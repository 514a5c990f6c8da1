import { defineTexts } from '../core/locale.ts'

defineTexts({
  'violation.unique.duplicate': {
    'zh-CN': '同一主键重复（全量中多于一条，增量中同一时间多于一条），仅保留最新一条',
    en: 'The key occurs more than once (in a delta: with the same time); only the latest row is kept',
  },
  'violation.single.conflict': {
    'zh-CN': '同一主体只能有一条有效记录，现有多条',
    en: 'More than one record is in force where there can be one only',
  },
  'violation.mutual.disagrees': {
    'zh-CN': '双方登记不一致：对方的记录没有指向本条',
    en: 'The two records disagree: the other one does not name this one',
  },
  'violation.reference.missing': {
    'zh-CN': '所引用的对象在其权威数据集中不存在',
    en: 'What the value refers to is in none of its registers',
  },
  'violation.reference.ended': {
    'zh-CN': '所引用的对象存在，但已失效（注销、吊销、终止）',
    en: 'What the value refers to exists but is no longer in force',
  },
  'violation.after.death': {
    'zh-CN': '当事人死亡后仍有登记、参保或享受待遇',
    en: 'Registered, insured or paid after the death of the person',
  },
  'violation.after.birth': {
    'zh-CN': '日期晚于出生日期允许的范围',
    en: 'The date is later than the date of birth allows',
  },
  'violation.after.age': {
    'zh-CN': '当事人当时已超过规定年龄',
    en: 'The person was older than the rule allows at that time',
  },
  'violation.after.period': {
    'zh-CN': '日期晚于关联登记的日期',
    en: 'The date is later than that of the related register',
  },
  'violation.before.death': {
    'zh-CN': '日期早于死亡日期',
    en: 'The date is earlier than the date of death',
  },
  'violation.before.birth': {
    'zh-CN': '日期早于户籍登记的出生日期',
    en: 'The date is earlier than the date of birth in the household register',
  },
  'violation.before.age': {
    'zh-CN': '当事人当时未达到规定年龄',
    en: 'The person had not reached the required age at that time',
  },
  'violation.before.period': {
    'zh-CN': '日期早于关联登记的日期',
    en: 'The date is earlier than that of the related register',
  },
  'violation.period.overlap': {
    'zh-CN': '同一主体的两段期间重叠',
    en: 'The period overlaps with another one of the same subject',
  },
  'violation.sequence.broken': {
    'zh-CN': '序号或次数的先后顺序与日期不符',
    en: 'The numbers are not in the order of their dates',
  },
  'violation.total.outside': {
    'zh-CN': '同一主体各条记录合计超出规定范围',
    en: 'The records of the group add up to a figure outside the limits',
  },
})
