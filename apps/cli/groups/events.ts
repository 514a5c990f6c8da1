import { type Add, from, type Program } from './group.ts'

/** Events: who may post, and the server. */
export function eventsGroup(add: Add, program: Program): void {
  add(
    'serve',
    'take events over HTTP and from the queue until stopped',
    from(() => import('../commands/serve.ts'), 'serve'),
  )
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <n>', 'port to listen on; 0: any free one', '8080')
  const tokens = program
    .command('token')
    .description('rights of departments and cities to use the interfaces')
    .exitOverride()
  add(
    'list',
    'who may post to what',
    from(() => import('../commands/token.ts'), 'listTokens'),
    tokens,
  )
  add(
    'add <party>',
    'issue a token to a department (its id) or a city (city:150100), shown once',
    from(() => import('../commands/token.ts'), 'addToken'),
    tokens,
  )
    .option('--datasets <ids>', 'datasets that it may post events to, separated by commas')
    .option(
      '--scopes <names>',
      'events, objections; default: events where there are --datasets, else objections',
    )
    .option('--until <date>', 'first day on which it is no longer valid; not given: a year from now')
  add(
    'remove <id>',
    'withdraw a token',
    from(() => import('../commands/token.ts'), 'removeToken'),
    tokens,
  )
  add(
    'doctor',
    'check this machine, the data folder and the servers',
    from(() => import('../commands/doctor.ts'), 'doctor'),
  )
    .option(
      '--anchor <file>',
      'manifest, receipt or report kept elsewhere, against which the audit log is checked',
    )
    .option('--key <file>', "the platform's public key (PEM)")
}
