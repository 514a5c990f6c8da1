import { type Add, from, type Program } from './group.ts'

/** Records without a usable key. */
export function candidatesGroup(add: Add, program: Program): void {
  const candidates = program
    .command('candidates')
    .description('records without a usable key: list, show, decide, undo')
    .exitOverride()
  add(
    'list [dataset]',
    'records that wait for a decision',
    from(() => import('../commands/candidates.ts'), 'listCandidates'),
    candidates,
  )
    .option('--show', 'with their fields: personal data, to a terminal only, and kept in the audit log')
    .option('--limit <n>', 'how many', '1000')
  add(
    'show <dataset> <extract> <line>',
    'one record and whose it may be',
    from(() => import('../commands/candidates.ts'), 'showCandidates'),
    candidates,
  )
  add(
    'decide <dataset> <extract> <line> [key]',
    'say whose record it is; key "-": from standard input',
    from(() => import('../commands/candidates.ts'), 'decideCandidate'),
    candidates,
  )
    .requiredOption('--reason <text>', 'why, without identity numbers')
    .option('--none', "nobody's")
  add(
    'undo <decision>',
    'undo a decision',
    from(() => import('../commands/candidates.ts'), 'undoCandidate'),
    candidates,
  ).requiredOption('--reason <text>', 'why, without identity numbers')
  add(
    'decisions <dataset>',
    'decisions in force: who, when, why',
    from(() => import('../commands/candidates.ts'), 'listDecisions'),
    candidates,
  )
}
