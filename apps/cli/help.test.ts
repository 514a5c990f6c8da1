import { describe, expect, it } from 'vitest'
import { readSettings } from '../../core/settings.ts'
import { completionScript, shells } from './completion.ts'
import { withSubcommands } from './help.ts'
import { chineseHelp } from './locale_help.ts'
import { createProgram } from './program.ts'

const commands = withSubcommands(createProgram({ ...readSettings({}), locale: 'en' }))

describe('help', () => {
  it('has its Chinese for every command, option and argument', () => {
    const texts = commands.flatMap((command) => [
      command.description(),
      ...command.options.map(({ description }) => description),
      ...command.registeredArguments.map(({ description }) => description),
    ])
    expect([...new Set(texts)].filter((text) => text !== '' && !chineseHelp[text])).toEqual([])
  })

  it('says nothing in Chinese that nobody asks for', () => {
    const known = new Set(
      commands.flatMap((command) => [
        command.description(),
        ...command.options.map(({ description }) => description),
      ]),
    )
    const own = /:$|^display help|^output the version/
    expect(Object.keys(chineseHelp).filter((text) => !known.has(text) && !own.test(text))).toEqual([])
  })
})

describe('completion', () => {
  it.each(shells)('of %s names every command', (shell) => {
    const script = completionScript(createProgram(readSettings({})), shell)
    for (const command of commands.slice(1)) expect(script).toContain(command.name())
  })
})
