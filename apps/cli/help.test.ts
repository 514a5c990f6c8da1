import { describe, expect, it } from 'vitest'
import type { Locale } from '../../core/locale.ts'
import { readSettings } from '../../core/settings.ts'
import { commands as registered } from './commands.ts'
import { completionScript, shells } from './completion.ts'
import { withSubcommands } from './help.ts'
import { listing } from './listing.ts'
import { createProgram } from './program.ts'

const programOf = (locale: Locale, words?: string[]) => createProgram({ ...readSettings({}), locale }, words)
const program = await programOf('zh-CN')
const commands = withSubcommands(program)

const textsOf = (all: typeof commands) =>
  all.flatMap((command) => [
    command.description(),
    ...command.options.map(({ description }) => description),
    ...command.registeredArguments.map(({ description }) => description),
  ])

describe('help', () => {
  it('has its Chinese for every command, option and argument', () => {
    const texts = textsOf(commands).filter((text) => text !== '')
    expect(texts.length).toBeGreaterThan(100)
    expect(texts.filter((text) => !/\p{Script=Han}/u.test(text))).toEqual([])
  })

  it('has its English for every command, option and argument', async () => {
    const texts = textsOf(withSubcommands(await programOf('en')).slice(1))
    expect(texts).toHaveLength(textsOf(commands.slice(1)).length)
    expect(texts.filter((text) => /\p{Script=Han}|[，。；：（）]/u.test(text))).toEqual([])
  })

  it('lists commands and groups under the names by which they are loaded', () => {
    expect(program.commands.map((command) => command.name())).toEqual(Object.keys(registered))
  })

  it('of a command is the same when nothing else is loaded', async () => {
    for (const locale of ['zh-CN', 'en'] as const) {
      const all = await programOf(locale)
      for (const name of ['run', 'rules']) {
        const alone = await programOf(locale, ['--data', 'run', name, '--help'])
        expect(alone.commands.map((command) => command.name())).toEqual([name])
        const same = all.commands.find((command) => command.name() === name)
        expect(alone.commands[0]?.helpInformation()).toBe(same?.helpInformation())
      }
    }
  })
})

describe('help of a built program', () => {
  it('is the same from the listing of commands', async () => {
    const listed = await listing()
    for (const locale of ['zh-CN', 'en'] as const)
      for (const words of [[], ['--help'], ['--lang', 'en', 'stats']]) {
        const settings = { ...readSettings({}), locale }
        const light = await createProgram(settings, words, listed)
        expect(light.helpInformation()).toBe((await programOf(locale)).helpInformation())
        expect(light.commands.flatMap((command) => command.commands)).toEqual([])
      }
  })

  it('is that of the command where one is named behind help', async () => {
    const whole = await createProgram({ ...readSettings({}), locale: 'en' }, ['help', 'run'], await listing())
    const named = whole.commands.find((command) => command.name() === 'run')
    expect(named?.options.map(({ long }) => long)).toContain('--dry-run')
  })
})

describe('completion', () => {
  it.each(shells)('of %s names every command', (shell) => {
    const script = completionScript(program, shell)
    for (const command of commands.slice(1)) expect(script).toContain(command.name())
  })
})
