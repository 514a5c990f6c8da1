import type { Command } from 'commander'
import type { Action } from '../io.ts'

export type Program = Command

/** Adds a command with the options that every command has; to `parent`, or to the program itself. */
export type Add = (usage: string, description: string, action: Action, parent?: Command) => Command

/** A command of a module that is loaded only when the command is given: starting stays quick. */
export function from<Module>(load: () => Promise<Module>, name: keyof Module): Action {
  return async (...given) => ((await load())[name] as Action)(...given)
}
