import { type Add, from, type Program } from './group.ts'

/** Objections to data (Article 45): raised, answered, followed to their end. */
export function objectionsGroup(add: Add, program: Program): void {
  const objections = program
    .command('objections')
    .description('objections to data: raise, follow, answer; notices and figures')
    .exitOverride()
  add(
    'list',
    'objections by number',
    from(() => import('../commands/objections.ts'), 'list'),
    objections,
  )
    .option('--department <id>', 'to its data')
    .option('--dataset <id>', 'to one dataset')
    .option('--state <state>', 'raised, accepted, marked, verified, corrected, rejected, lifted')
    .option('--open', 'only those on which somebody still has to act')
    .option('--overdue', 'only open ones after their deadline')
    .option('--city <code>', 'raised by a city')
    .option('--limit <n>', 'how many on a page', '200')
    .option('--page <n>', 'which page', '1')
  add(
    'show <id>',
    'one objection: what happened, its rows',
    from(() => import('../commands/objections.ts'), 'show'),
    objections,
  )
    .option(
      '--show',
      'with keys and proposed values: personal data, to a terminal only, and kept in the audit log',
    )
    .option('--limit <n>', 'how many rows', '20')
  for (const [act, what] of [
    ['accept', "take it up, in the department's name"],
    ['verify', 'the data are wrong indeed'],
    ['correct', 'all its rows are mended'],
    ['reject', 'the data are right'],
    ['reopen', 'take a closed one up again'],
  ] as const) {
    const command = add(
      `${act} <id>`,
      what,
      from(() => import('../commands/objections_act.ts'), act),
      objections,
    )
    if (act === 'reject' || act === 'reopen')
      command.requiredOption('--reason <text>', 'why, without identity numbers')
    else command.option('--reason <text>', 'why, without identity numbers')
  }
  add(
    'confirm <id>',
    'confirm, as a second person, that data which fail a mathematical check are right',
    from(() => import('../commands/objections_act.ts'), 'confirm'),
    objections,
  )
    .requiredOption('--as <officer>', 'officer of jobs.config.ts with an account')
    .option('--reason <text>', 'why, without identity numbers')
  add(
    'raise',
    'object to a row, or to those that a city lists in a workbook',
    from(() => import('../commands/objections_raise.ts'), 'raise'),
    objections,
  )
    .option('--dataset <id>', 'of a row: its dataset')
    .option('--field <id>', 'of a row: the field that is wrong; default: the record as a whole')
    .option('--extract <n>', 'of a row: extract in which it was received')
    .option('--line <n>', 'of a row: its line in that extract')
    .option('--key <key>', 'of a row: its key; "-": from standard input')
    .option('--reason <text>', 'of a row: why, without identity numbers')
    .option('--file <xlsx>', 'workbook of a city: key, element, reason, text, proposed value')
    .option('--party <party>', 'with --file: the city, city:150100')
    .option('--request <id>', 'with --file: the request by which it received the rows')
    .option('--package <id>', 'with --file: the package; default: the last one')
    .option('--result <xlsx>', 'with --file: where to write what is wrong with which row')
  add(
    'template',
    'write the workbook in which a city lists what it objects to',
    from(() => import('../commands/objections_raise.ts'), 'template'),
    objections,
  )
    .requiredOption('--party <party>', 'the city, city:150100')
    .requiredOption('--request <id>', 'the request by which it received the rows')
    .option('--package <id>', 'the package; default: the last one')
    .requiredOption('--out <xlsx>', 'where to write it')
  add(
    'export',
    "write a department's answer sheet",
    from(() => import('../commands/objections_answer.ts'), 'exportSheet'),
    objections,
  )
    .requiredOption('--department <id>', 'who answers')
    .option('--dataset <id>', 'one dataset only')
    .option('--out <xlsx>', 'default: reports/answers/<department>.xlsx')
    .option('--bulk-from <n>', 'objections with more open rows are asked about as a whole', '1000')
  add(
    'answer <file>',
    'apply a filled answer sheet, all of it or nothing',
    from(() => import('../commands/objections_answer.ts'), 'answer'),
    objections,
  )
    .requiredOption('--department <id>', 'whose sheet it is')
    .option('--result <xlsx>', 'where to write what is wrong with which row')
  add(
    'notices',
    'write reminders and escalations of departments',
    from(() => import('../commands/objections_figures.ts'), 'notices'),
    objections,
  ).option('--department <id>', 'one department only')
  add(
    'stats',
    'how departments deal with objections',
    from(() => import('../commands/objections_figures.ts'), 'stats'),
    objections,
  )
    .option('--department <id>', 'one department only')
    .option('--from <date>', 'raised on this day or later')
    .option('--to <date>', 'raised on this day or earlier')
}
