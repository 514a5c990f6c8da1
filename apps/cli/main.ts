import { readSettings } from '../../core/settings.ts'
import { reportFailure } from './failure.ts'
import { createProgram } from './program.ts'

// Whoever reads the answer may have seen enough of it (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})

let lang: string | undefined
try {
  const program = createProgram(readSettings(process.env))
  program.hook('preAction', () => {
    lang = program.opts<{ lang?: string }>().lang
  })
  await program.parseAsync(process.argv)
} catch (error) {
  process.exitCode = reportFailure(error, lang ? { ...process.env, SHUYUAN_LANG: lang } : process.env)
}
