import { defineTexts } from '../../core/locale.ts'

defineTexts({
  'resolve.shrunk': {
    'zh-CN':
      '基础库 {foundation} 本次生成 {golden} 条记录，上一版本有 {last} 条，低于发布门槛 {least} 条。本次未发布，上一版本继续有效。请核对各数据集最近一批是否完整（shuyuan status）；确属减少时，在目录中调整 minShareOfLast 后重新运行。',
    en: 'The build of foundation {foundation} has {golden} records where the last release had {last}; the gate asks for at least {least}. It was not published and the last release stands. Check whether the latest extracts are complete (shuyuan status); if the loss is real, change minShareOfLast in the catalogue and run again.',
  },
  'resolve.kind.differs': {
    'zh-CN': '与数源不一致',
    en: 'differs from the authority',
  },
  'resolve.kind.authority_missing': {
    'zh-CN': '数源为空而副本有值',
    en: 'the authority has no value, the copy has one',
  },
  // Disagreements are objected to under these codes.
  'violation.disagreement.differs': { 'zh-CN': '副本与数源不一致', en: 'The copy differs from its source' },
  'violation.disagreement.authority_missing': {
    'zh-CN': '数源为空而副本有值',
    en: 'The source has no value, a copy has one',
  },
  'violation.disagreement.both_answer': {
    'zh-CN': '两个数源均称对该记录负责',
    en: 'Two sources both answer for the record',
  },
  'violation.disagreement.key_change_ambiguous': {
    'zh-CN': '号码或代码的变更不明确，未据以合并',
    en: 'A change of number or code is not certain; nothing was merged by it',
  },
  'violation.code_check.two_codes': { 'zh-CN': '同一主体有两个代码', en: 'One body has two codes' },
  'violation.code_check.code_issued_twice': {
    'zh-CN': '同一代码赋予了两个主体',
    en: 'One code was issued to two bodies',
  },
  'resolve.status.confirmed': { 'zh-CN': '已确认', en: 'confirmed' },
  'resolve.status.unconfirmed': { 'zh-CN': '未确认（仅见于副本）', en: 'unconfirmed (known to copies only)' },
  'resolve.provisional': {
    'zh-CN': '暂用副本，待数源确认',
    en: 'provisional, from a copy until the authority confirms it',
  },
})
