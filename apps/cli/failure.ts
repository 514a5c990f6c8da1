import { existsSync, readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CommanderError } from 'commander'
import { BadEntry } from '../../catalog/bad_entry.ts'
import { ShuyuanError } from '../../core/errors.ts'
import type { Locale } from '../../core/locale.ts'
import { createLogger, redact } from '../../core/log.ts'
import { placeInSource } from '../../core/source_place.ts'
import { visibleJson, visibleLines } from '../../core/visible.ts'
import { type Exit, exit } from './io.ts'
import '../wording.ts'

/** How to tell of a failure: in which language, and whether as JSON on standard output too. */
export interface FailureFormat {
  locale: Locale
  json: boolean
}

/**
 * Says in one line what failed and what to do, and gives the exit code; with `json` standard output has
 * `{ error: { code, message, fields } }`. A failure nobody foresaw is named by its kind only, since its message may
 * quote data; its trace goes to the log at level debug.
 */
export function reportFailure(error: unknown, telling: FailureFormat): number {
  if (error instanceof CommanderError) return reportUsage(error, telling)
  const { locale, json } = telling
  const known = asShuyuanError(error)
  const message = redact(known.in(locale))
  process.stderr.write(`${visibleLines(message)}\n`)
  if (json) answer({ code: known.code, message, fields: known.fields })
  // Left at the wish of who asked: nothing failed.
  if (known.code === 'pipelines.run_left') return exit.interrupted
  return exitOf(known)
}

/** The exit code of a failure, by its kind. */
export function exitOf({ kind }: Pick<ShuyuanError, 'kind'>): Exit {
  return kind === 'usage' ? exit.usage : exit.failed
}

function answer(error: { code: string; message: string; fields: object }): void {
  process.stdout.write(`${visibleJson(redact(JSON.stringify({ error }, null, 2)))}\n`)
}

/** What commander found wrong with the words of the command. */
function reportUsage(error: CommanderError, { locale, json }: FailureFormat): number {
  if (error.exitCode === 0) return exit.ok
  const usage = new ShuyuanError('cli.usage', { reason: plainly(error.message) })
  process.stderr.write(`${redact(usage.in(locale))}\n`)
  if (json) answer({ code: usage.code, message: usage.in(locale), fields: usage.fields })
  return exit.usage
}

function asShuyuanError(error: unknown): ShuyuanError {
  if (error instanceof BadEntry) return new BadEntry(error, placeInCatalogue(error))
  if (error instanceof ShuyuanError) return error
  const [, file, line, column, reason] = (error instanceof Error && SOURCE_ERROR.exec(error.message)) || []
  if (file)
    return new ShuyuanError('cli.source', { file: basename(file), line, column: Number(column) + 1, reason })
  createLogger().debug({ err: error }, 'unexpected failure')
  const name = error instanceof Error ? error.name : typeof error
  const code = (error as { code?: unknown } | null)?.code
  return new ShuyuanError('cli.unexpected', { name, code: typeof code === 'string' ? code : '-' })
}

/** What the compiler of TypeScript says of a source that it cannot read: `<file>:<line>:<column>: ERROR: <text>`. */
const SOURCE_ERROR = /^(.*):(\d+):(\d+): ERROR: (.*)$/m

/** `vaccinations.ts:33:3 `: where the key stands, else where the entry is defined. */
function placeInCatalogue({ stack = '', defining }: BadEntry): (path: PropertyKey[]) => string {
  const [, url = '', line, column] = /^\s+at .*?((?:file:|\/).*?):(\d+):(\d+)\)?$/m.exec(stack) ?? []
  const file = url.startsWith('file:') ? fileURLToPath(url) : url
  const source = existsSync(file) ? readFileSync(file, 'utf8') : ''
  return (path) => {
    const place = placeInSource(source, path, defining) ?? { line, column }
    return place.line ? `${basename(file)}:${place.line}:${place.column} ` : ''
  }
}

/** Commander's words on one line, without its beginning and end. */
function plainly(message: string): string {
  return message
    .replace(/^error: /, '')
    .replace(/\s*\n\s*/g, ' ')
    .replace(/\.$/, '')
}
