import { ShuyuanError } from '../../../core/errors.ts'
import { command } from '../command.ts'
import { completionScript, shells } from '../completion.ts'
import { exit } from '../io.ts'
import { createProgram } from '../program.ts'

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
