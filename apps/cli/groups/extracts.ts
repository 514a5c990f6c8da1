import { type Add, from, groupOf, type Program } from './group.ts'

const commands = () => import('../commands/extracts.ts')

/** What departments sent, file by file, and what became of it. */
export function extractsGroup(add: Add, program: Program): void {
  const extracts = groupOf(program, 'extracts', 'extracts: what departments sent, and what became of it')
  add('list [dataset]', 'extracts, those that landed last first', from(commands, 'listExtracts'), extracts)
    .option('--state <state>', 'waiting, taken, held, refused or set_aside')
    .option('--limit <n>', 'how many', '50')
  add('show <extract>', 'one extract, as social_insurance/3', from(commands, 'showExtract'), extracts)
}
