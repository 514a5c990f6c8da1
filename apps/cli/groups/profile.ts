import { type Add, from } from './group.ts'

/** What a register's values are like. */
export function profileGroup(add: Add): void {
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
}
