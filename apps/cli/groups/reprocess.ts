import { type Add, from, groupOf, type Program } from './group.ts'

const commands = () => import('../commands/reprocess.ts')

/** Registers made again from what was received, all of it or without an extract. */
export function reprocessGroup(add: Add, program: Program): void {
  const decided = (command: ReturnType<Add>) =>
    command
      .requiredOption('--as <officer>', 'officer of jobs.config.ts')
      .requiredOption('--reason <text>', 'why, without identity numbers')
  decided(
    add(
      'reprocess <dataset>',
      'judge the extracts that are in again, by the present rules and catalogue',
      from(commands, 'reprocessDataset'),
    ),
  ).option(
    '--because <what>',
    'only where an extract was judged by older rules, read by an older catalogue, or before registers that its rules look into',
  )
  decided(
    add(
      'withdraw <extract>',
      'take an extract back, as if it had never come',
      from(commands, 'withdraw'),
      groupOf(program, 'extracts', 'extracts: what departments sent, and what became of it'),
    ),
  )
}
