import { ShuyuanError } from '../../../core/errors.ts'
import { completionScript, shells } from '../completion.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { createProgram } from '../program.ts'

/** Prints the completion script of a shell. @throws ShuyuanError `cli.unknown_shell` */
export async function completion(io: Io, _options: object, name: string): Promise<Exit> {
  const shell = shells.find((each) => each === name)
  if (!shell) throw new ShuyuanError('cli.unknown_shell', { value: name, known: shells.join(', ') })
  const script = completionScript(createProgram(io.settings), shell)
  io.answer({ shell, script })
  io.say(script.trimEnd())
  return exit.ok
}
