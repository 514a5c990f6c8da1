import { type Add, from, type Program } from './group.ts'

const commands = () => import('../commands/gate.ts')

/** What gates hold, why, and who lets it pass. */
export function gateGroup(add: Add, program: Program): void {
  const gate = program
    .command('gate')
    .description('gates: what they hold, why, and who lets it pass')
    .exitOverride()
  add('list', 'what gates hold now, and the overrides so far', from(commands, 'listGate'), gate)
  add(
    'explain <run>',
    'why a run did not publish: which gate, which rule, what stands, who acts',
    from(commands, 'explainGate'),
    gate,
  )
  add(
    'override <target...>',
    'let pass, once: a run, a dataset and an extract, or a foundation',
    from(commands, 'overrideHeld'),
    gate,
  )
    .requiredOption('--as <officer>', 'officer of jobs.config.ts')
    .requiredOption('--reason <text>', 'why, without identity numbers')
  add('revoke <override>', 'take back an override before it is used', from(commands, 'revokeHeld'), gate)
    .requiredOption('--as <officer>', 'officer of jobs.config.ts')
    .requiredOption('--reason <text>', 'why, without identity numbers')
}
