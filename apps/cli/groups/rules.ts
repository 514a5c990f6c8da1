import type { Group } from '../command.ts'
import { accept, accepted, withdraw } from '../commands/accepted_rules.ts'
import { listRules, showRule } from '../commands/rules.ts'
import { listKinds } from '../commands/rules_kinds.ts'
import { testExamples } from '../commands/rules_test.ts'
import { tryDraft } from '../commands/rules_try.ts'

/** Rules of quality: what they say, their versions, their examples, drafts. */
export const rules: Group = {
  name: 'rules',
  words: { 'zh-CN': '数据集的质量规则', en: 'rules of registers' },
  commands: [listRules, listKinds, showRule, testExamples, tryDraft, accept, accepted, withdraw],
}
