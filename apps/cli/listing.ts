import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command, Group, HelpWords } from './command.ts'
import { commands } from './commands.ts'

/** A command or a group of commands as help lists it. */
export interface Listed {
  usage: string
  words: HelpWords
  isGroup: boolean
}

/** Every command and group, in the order of help. */
export async function listing(): Promise<Listed[]> {
  const loaded = Object.values(commands).map(async (load) => listedOf(await load()))
  return Promise.all(loaded)
}

function listedOf(given: Command | Group): Listed {
  const isGroup = 'commands' in given
  return { usage: isGroup ? given.name : given.usage, words: given.words, isGroup }
}

/** The listing that was made with the program (bin/bundle.cjs), so that help loads no command; undefined of sources. */
export function readListing(folder: string): Listed[] | undefined {
  const file = join(folder, 'listed.js')
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Listed[]) : undefined
}
