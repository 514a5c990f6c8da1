import { resolve } from 'node:path'
import { Command as Program } from 'commander'
import type { Settings } from '../../core/settings.ts'
import type { Command, Group, HelpWords } from './command.ts'
import { commands } from './commands.ts'
import { explainInChinese } from './help.ts'
import { withIo } from './io.ts'
import type { Listed } from './listing.ts'
import './locale.ts'

const globals: Record<string, HelpWords> = {
  '--config <file>': {
    'zh-CN': '部署配置文件（SHUYUAN_CONFIG）',
    en: 'configuration of the deployment (SHUYUAN_CONFIG)',
  },
  '--data <folder>': { 'zh-CN': '数据目录（SHUYUAN_DATA）', en: 'data folder (SHUYUAN_DATA)' },
  '--lang <locale>': { 'zh-CN': '语言 zh-CN 或 en（SHUYUAN_LANG）', en: 'zh-CN or en (SHUYUAN_LANG)' },
}

/**
 * The command line. With the words of one command it has that command alone, so that nothing else is loaded; without
 * them, or where they begin with no command, it has all.
 * @param listed the commands as help lists them: enough where none is asked for
 */
export async function createProgram(
  settings: Settings,
  words: string[] = [],
  listed?: Listed[],
): Promise<Program> {
  const program = new Program('shuyuan')
  program
    .description(
      settings.locale === 'en'
        ? 'Shuyuan (数源): public-data lakehouse and pipelines'
        : '数源：公共数据湖仓与数据管道',
    )
    .version('0.3.0')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    // What is wrong with the words of a command is told where all failures are.
    .configureOutput({ outputError: () => undefined })
  for (const [flags, help] of Object.entries(globals)) program.option(flags, help[settings.locale])
  const first = firstWord(words)
  const asked = Object.entries(commands).filter(([name]) => name === first)
  // What a command says may come from any room; help says nothing but its own.
  if (asked.length > 0) await import('../wording.ts')
  if (listed && asked.length === 0 && first !== 'help')
    for (const each of listed) list(program, each, settings)
  else
    for (const [, load] of asked.length > 0 ? asked : Object.entries(commands))
      add(program, await load(), settings)
  if (settings.locale === 'zh-CN') explainInChinese(program)
  return program
}

/** The first word that is neither an option nor the value of one. */
function firstWord(words: string[]): string | undefined {
  const withValue = Object.keys(globals).map((flags) => flags.split(' ')[0])
  return words.find((word, at) => !word.startsWith('-') && !withValue.includes(words[at - 1] ?? ''))
}

/** A command or group as a line of help: nothing of it can be run. */
function list(program: Program, { usage, words, isGroup }: Listed, { locale }: Settings): void {
  const command = program.command(usage).description(words[locale])
  if (!isGroup) command.option('--json', json[locale])
}

function add(program: Program, given: Command | Group, settings: Settings): void {
  if (!('commands' in given)) {
    addCommand(program, given, settings)
    return
  }
  const group = program.command(given.name).description(given.words[settings.locale]).exitOverride()
  for (const each of given.commands) addCommand(group, each, settings, { isDefault: each.usage === 'list' })
}

function addCommand(
  parent: Program,
  { usage, words, options, run }: Command,
  settings: Settings,
  { isDefault = false } = {},
): void {
  const { locale } = settings
  const command = parent
    .command(usage, { isDefault })
    .description(words[locale])
    .option('--json', json[locale])
    .exitOverride()
    .action(async (...given: unknown[]) => {
      given.pop() // commander's own object
      const values = given.pop() as { json?: boolean }
      const own = withGlobals(settings, command.optsWithGlobals())
      process.exitCode = await withIo(own, values.json === true, (io) =>
        run(io, values as never, ...(given as never[])),
      )
    })
  for (const [flags, option] of Object.entries(options))
    if (option.required) command.requiredOption(flags, option[locale])
    else command.option(flags, option[locale], option.default)
}

const json: HelpWords = { 'zh-CN': '以 JSON 输出', en: 'machine-readable output' }

/** The options that every command has, over the environment. */
function withGlobals(settings: Settings, { config, data }: { config?: string; data?: string }): Settings {
  const configFile = config ? resolve(config) : settings.configFile
  return { ...settings, configFile, ...(data ? { dataRoot: resolve(data) } : {}) }
}
