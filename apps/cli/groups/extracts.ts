import { type Add, from, groupOf, type Program } from './group.ts'

const commands = () => import('../commands/extracts.ts')

/** What departments sent, file by file, and what became of it. */
export function extractsGroup(add: Add, program: Program): void {
  const extracts = groupOf(program, 'extracts', 'extracts: what departments sent, and what became of it')
  add('list [dataset]', 'extracts, those that landed last first', from(commands, 'listExtracts'), extracts)
    .option('--state <state>', 'waiting, taken, held, refused, set_aside, discarded, retried or withdrawn')
    .option('--limit <n>', 'how many', '50')
  const decided = (command: ReturnType<Add>) =>
    command
      .requiredOption('--as <officer>', 'officer of jobs.config.ts')
      .requiredOption('--reason <text>', 'why, without identity numbers')
  decided(
    add(
      'accept <file>',
      'take a file that is held since its name dates it in the future',
      from(commands, 'acceptFile'),
      extracts,
    ),
  )
  decided(
    add(
      'retry <extract>',
      'try again one that was set aside, refused or given up',
      from(commands, 'retryExtract'),
      extracts,
    ),
  )
  decided(
    add(
      'discard <extract>',
      'give up one that waits, was set aside or refused; its file is kept',
      from(commands, 'discardExtract'),
      extracts,
    ),
  )
  add('show <extract>', 'one extract, as social_insurance/3', from(commands, 'showExtract'), extracts)
}
