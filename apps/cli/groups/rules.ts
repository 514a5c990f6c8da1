import { type Add, from, groupOf, type Program } from './group.ts'

/** Rules of quality: what they say, their versions, their examples, drafts. */
export function rulesGroup(add: Add, program: Program): void {
  const rules = groupOf(program, 'rules', 'rules of registers')
  add(
    'list [dataset]',
    'rules with their words, severity, indicator and version',
    from(() => import('../commands/rules.ts'), 'listRules'),
    rules,
  )
  add(
    'show <rule>',
    'one rule: its definition, versions and examples',
    from(() => import('../commands/rules.ts'), 'showRule'),
    rules,
  )
  add(
    'test [what]',
    'judge the examples of the rules of a dataset, of one rule, or of all',
    from(() => import('../commands/rules_test.ts'), 'testExamples'),
    rules,
  )
  add(
    'try <file>',
    'run drafted rules on the newest extracts, recording nothing',
    from(() => import('../commands/rules_try.ts'), 'tryDraft'),
    rules,
  )
}
