import type { Command } from 'commander'
import { chineseHelp } from './locale_help.ts'

/** Has a program and all its commands explain themselves in Chinese. */
export function explainInChinese(program: Command): void {
  for (const command of withSubcommands(program)) {
    command.description(chinese(command.description()))
    for (const option of command.options) option.description = chinese(option.description)
    for (const argument of command.registeredArguments) argument.description = chinese(argument.description)
    command.helpOption('-h, --help', chinese('display help for command'))
    command.configureHelp({ styleTitle: chinese, showGlobalOptions: true })
    if (command.commands.length > 0)
      command.helpCommand('help [command]', chinese('display help for command'))
  }
}

/** A command and all below it. */
export function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)]
}

const chinese = (text: string) => chineseHelp[text] ?? text
