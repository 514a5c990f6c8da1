import { ShuyuanError } from '../../../core/errors.ts'
import { defineTexts } from '../../../core/locale.ts'
import { command } from '../command.ts'
import { completionScript, shells } from '../completion.ts'
import { exit } from '../io.ts'
import { createProgram } from '../program.ts'

const texts = defineTexts({
  'error.cli.unknown_shell': {
    kind: 'usage',
    'zh-CN': '没有 {value} 的补全脚本。可用：{known}。',
    en: 'There is no completion for {value}. Known: {known}.',
  },
})

declare module '../../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}

/** Prints the completion script of a shell. @throws ShuyuanError `cli.unknown_shell` */
export const completion = command({
  usage: 'completion <shell>',
  words: {
    'zh-CN': '输出 shell（bash、zsh 或 fish）的补全脚本',
    en: 'print the completion script of a shell: bash, zsh or fish',
  },
  async run(io, _options, name) {
    const shell = shells.find((each) => each === name)
    if (!shell) throw new ShuyuanError('cli.unknown_shell', { value: name, known: shells.join(', ') })
    const script = completionScript(await createProgram(io.settings), shell)
    io.answer({ shell, script })
    io.say(script.trimEnd())
    return exit.ok
  },
})
