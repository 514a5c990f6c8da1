import type { Group } from '../command.ts'
import { explainGate, gateOverride, gateRevoke, listGate } from '../commands/gate.ts'

/** What gates hold, why, and who lets it pass. */
export const gate: Group = {
  name: 'gate',
  words: {
    'zh-CN': '门禁：拦截了什么、原因、由谁放行',
    en: 'gates: what they hold, why, and who lets it pass',
  },
  commands: [listGate, explainGate, gateOverride, gateRevoke],
}
