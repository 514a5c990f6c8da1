import type { Command } from 'commander'

/** Commander's own words of help in Chinese. */
const chineseHelp: Readonly<Record<string, string>> = {
  'Usage:': '用法：',
  'Options:': '选项：',
  'Global Options:': '全局选项：',
  'Commands:': '命令：',
  'Arguments:': '参数：',
  'display help for command': '显示命令的帮助',
  'output the version number': '显示版本号',
}

/** Has commander's own words in the help of a program and all its commands in Chinese. */
export function explainInChinese(program: Command): void {
  for (const command of withSubcommands(program)) {
    for (const option of command.options) option.description = chinese(option.description)
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
