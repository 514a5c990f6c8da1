import { readSettings } from '../../core/settings.ts'
import { reportFailure } from './failure.ts'
import { createProgram } from './program.ts'

try {
  const settings = readSettings(process.env)
  await createProgram(settings).parseAsync(process.argv)
} catch (error) {
  process.exitCode = reportFailure(error, process.env)
}
