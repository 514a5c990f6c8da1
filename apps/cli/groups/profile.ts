import { type Add, from, groupOf, type Program } from './group.ts'

/** What a register's values are like, and the rules that people accept because of it. */
export function profileGroup(add: Add, program: Program): void {
  add(
    'profile <dataset>',
    'types, gaps, values, patterns and distributions of a register, and rules that they suggest',
    from(() => import('../commands/profile.ts'), 'profile'),
  )
    .option('--layer <layer>', 'raw: as received; std: accepted and normalised', 'raw')
    .option('--extract <n>', 'only this one; not given: the last one of raw, all of std')
    .option('--field <field>', 'only this one')
    .option('--suggest', 'suggest rules, from all accepted rows or those of --extract')
    .option('--html <file>', 'write the profile as a page')
  const rules = groupOf(program, 'rules', 'rules of registers')
  add(
    'accept <dataset> <suggestion>',
    'make a suggestion of `profile --suggest` a rule, from the next extract on',
    from(() => import('../commands/accepted_rules.ts'), 'accept'),
    rules,
  )
    .requiredOption('--reason <text>', 'why; no personal data')
    .option('--severity <severity>', 'block, reject or warn', 'warn')
    .option('--extract <n>', 'the suggestion made from this extract only')
  add(
    'accepted [dataset]',
    'rules that were accepted: who, when, why, on what grounds',
    from(() => import('../commands/accepted_rules.ts'), 'accepted'),
    rules,
  )
  add(
    'withdraw <dataset> <rule>',
    'take an accepted rule away, from the next extract on',
    from(() => import('../commands/accepted_rules.ts'), 'withdraw'),
    rules,
  ).requiredOption('--reason <text>', 'why; no personal data')
}
