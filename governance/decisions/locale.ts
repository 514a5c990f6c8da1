import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.candidates.no_such_record': {
    kind: 'not_found',
    'zh-CN':
      '数据集 {dataset} 第 {extract} 批第 {line} 行没有待定的记录：该行主键可用、已被决定、已被后来的全量取代，或该批未入库。未做任何更改；shuyuan candidates list {dataset} 可列出待定记录。',
    en: 'Dataset {dataset}, extract {extract}, line {line} is not a record that waits for a decision: its key is usable, it was decided on, a later full dump replaced it, or its extract was not ingested. Nothing was changed; `shuyuan candidates list {dataset}` lists what waits.',
  },
  'error.candidates.unknown_key': {
    kind: 'not_found',
    'zh-CN':
      '所选主键不在基础库 {foundation} 已发布的第 {release} 版中。未做任何更改；请核对号码，或先由该主键的主管部门报送。',
    en: 'Release {release} of foundation {foundation} has no record with the chosen key. Nothing was changed; check the number, or have the department that is its authority send it first.',
  },
  'error.candidates.still_rejected': {
    kind: 'invalid',
    'zh-CN':
      '数据集 {dataset} 第 {extract} 批第 {line} 行用所选主键仍不合格：{codes}。决定未记录，该行继续等待；请由部门改正后重报，或改选主键。',
    en: 'With the chosen key, dataset {dataset}, extract {extract}, line {line} still fails: {codes}. The decision was not recorded and the record waits on; have the department correct and send it again, or choose another key.',
  },
  'error.candidates.not_in_force': {
    kind: 'conflict',
    'zh-CN':
      '决定 {decision} 不存在或已撤销。未做任何更改；shuyuan candidates decisions {dataset} 可列出有效的决定。',
    en: 'Decision {decision} does not exist or was undone already. Nothing was changed; `shuyuan candidates decisions {dataset}` lists those in force.',
  },
  'error.candidates.bad_decision': {
    kind: 'invalid',
    'zh-CN': '{decision} 不是决定编号，应写作 数据集.序号，如 death_registration.3。未做任何更改。',
    en: '{decision} does not name a decision: write dataset.number, as death_registration.3. Nothing was changed.',
  },
  'error.candidates.no_reason': {
    kind: 'invalid',
    'zh-CN': '决定须附理由（--reason），理由中不得写身份号码。未做任何更改。',
    en: 'A decision needs a reason (--reason), without identity numbers. Nothing was changed.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
