import { type Add, from, type Program } from './group.ts'

/** Plans, runs, and what they published. */
export function runsGroup(add: Add, program: Program): void {
  add(
    'plan [targets...]',
    'print what a run would do',
    from(() => import('../commands/plan.ts'), 'plan'),
  )
  add(
    'run [targets...]',
    'run datasets, foundations, report, deliveries; nothing named: all',
    from(() => import('../commands/run.ts'), 'run'),
  )
    .option('--dry-run', 'print the plan and the files that wait, change nothing')
    .option('--no-progress', 'no progress bars')
  const runs = program.command('runs').description('past and present runs').exitOverride()
  add(
    'list',
    'the latest runs',
    from(() => import('../commands/runs.ts'), 'listRuns'),
    runs,
  ).option('--limit <n>', 'how many', '20')
  add(
    'show <id>',
    'stages of one run: inputs, outputs, row counts, durations, problems',
    from(() => import('../commands/runs.ts'), 'showRun'),
    runs,
  )
  add(
    'report',
    'write the quality reports (HTML and Excel) again',
    from(() => import('../commands/report.ts'), 'report'),
  )
    .option('--department <id>', 'only the report of this department')
    .option('--city <code>', 'only the report of this league or city, as 150100')
    .option('--region', 'only the report of the region')
    .option('--period <month>', 'about this month (YYYY-MM) or the last one before it')
    .option('--locale <locale>', 'language of the reports: zh-CN or en')
    .option('--out <folder>', 'folder that receives the reports')
  add(
    'trace <foundation> <key>',
    'where each value of a record comes from; key "-": from standard input',
    from(() => import('../commands/trace.ts'), 'trace'),
  )
}
