import { CommanderError } from 'commander'
import { ShuyuanError } from '../../core/errors.ts'
import { localeOf, render } from '../../core/locale.ts'
import { createLogger, redact } from '../../core/log.ts'
import { exit } from './io.ts'
import './locale.ts'

const USAGE = ['core.', 'catalog.', 'cli.', 'pipelines.bad_config', 'pipelines.unknown_target']

/**
 * Says in one line what failed and what to do, and gives the exit code. A failure nobody foresaw is named
 * by its kind only, since its message may quote data; its trace goes to the log at level debug.
 */
export function reportFailure(error: unknown, env: Record<string, string | undefined>): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.ok : exit.usage
  const locale = localeOf(env)
  if (error instanceof ShuyuanError) {
    process.stderr.write(`${redact(error.in(locale))}\n`)
    if (error.code === 'pipelines.run_left') return exit.interrupted
    return USAGE.some((prefix) => error.code.startsWith(prefix)) ? exit.usage : exit.failed
  }
  createLogger().debug({ err: error }, 'unexpected failure')
  const name = error instanceof Error ? error.name : typeof error
  const code = (error as { code?: unknown } | null)?.code
  process.stderr.write(
    `${render(locale, 'error.cli.unexpected', { name, code: typeof code === 'string' ? code : '-' })}\n`,
  )
  return exit.failed
}
