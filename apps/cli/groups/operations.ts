import { type Add, from } from './group.ts'

/** Workers, schedules, upkeep, the demo. */
export function operationsGroup(add: Add): void {
  add(
    'init [folder]',
    'make the data folder and the drop folders of departments; with a folder, a new deployment in it',
    from(() => import('../commands/init.ts'), 'init'),
  )
  add(
    'completion <shell>',
    'print the completion script of a shell: bash, zsh or fish',
    from(() => import('../commands/completion.ts'), 'completion'),
  )
  add(
    'worker',
    'take stages from the queue until stopped',
    from(() => import('../commands/worker.ts'), 'worker'),
  )
  add(
    'schedule',
    'put the schedules of jobs.config.ts in force and list them',
    from(() => import('../commands/schedule.ts'), 'schedule'),
  )
  add(
    'vacuum',
    'remove table files that no kept version needs',
    from(() => import('../commands/vacuum.ts'), 'vacuum'),
  )
  add(
    'demo',
    'a synthetic province, end to end',
    from(() => import('../commands/demo.ts'), 'demo'),
  )
    .option('--scale <n>', 'times 100,000 people and 10,000 organisations', '1')
    .option('--seed <n>', 'which province', '1')
}
