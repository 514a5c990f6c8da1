import type { Command } from 'commander'
import type { Action } from '../io.ts'

export type Program = Command

/** Adds a command with the options that every command has; to `parent`, or to the program itself. */
export type Add = (usage: string, description: string, action: Action, parent?: Command) => Command

/** The group of commands of this name, which several parts may add to. */
export function groupOf(program: Program, name: string, description: string): Program {
  const known = program.commands.find((command) => command.name() === name)
  return known ?? program.command(name).description(description).exitOverride()
}

/** A command of a module that is loaded only when the command is given: starting stays quick. */
export function from<Module>(load: () => Promise<Module>, name: keyof Module): Action {
  return async (...given) => ((await load())[name] as Action)(...given)
}
