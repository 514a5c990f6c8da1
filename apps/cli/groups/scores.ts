import { type Add, from, type Program } from './group.ts'

const commands = () => import('../commands/scores.ts')

/** How good the data are, by GB/T 36344, and what is behind each figure. */
export function scoresGroup(add: Add, program: Program): void {
  const scores = program
    .command('scores')
    .description('quality scores by GB/T 36344: show, rows')
    .exitOverride()
  const scoped = (command: ReturnType<Add>) =>
    command
      .option('--department <id>', 'only this department')
      .option('--dataset <id>', 'only this dataset')
      .option('--city <code>', 'only this league or city')
      .option('--period <period>', 'month 2026-10, year 2026, or all; not given: the newest month')
  scoped(
    add(
      'list',
      'the score of the region, a department, a dataset or a city',
      from(commands, 'showScores'),
      scores,
    ),
  ).option('--trend', 'every month instead of one')
  scoped(
    add('rows [indicator]', 'the rows behind a figure, keys masked', from(commands, 'showRows'), scores),
  ).option('--limit <n>', 'rows shown of each part', '20')
}
