import { dirname, resolve } from 'node:path'
import { ShuyuanError } from '../../core/errors.ts'
import { type Locale, localeOf, locales } from '../../core/locale.ts'
import { readSettings, type Settings } from '../../core/settings.ts'
import { findConfig } from '../config_file.ts'
import { readListing } from './listing.ts'
import { createProgram } from './program.ts'

// Whoever reads the answer may have seen enough of it (`| head`).
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1)
})

// What is made belongs to the platform's account alone; the city's folder in outbox is opened by its owner (docs/security.md).
process.umask(0o077)

const words = process.argv.slice(2)
let locale = localeOf(process.env)
try {
  locale = localeAsked(words) ?? locale
  const program = await createProgram({ ...settingsHere(), locale }, words, readListing(import.meta.dirname))
  await program.parseAsync(process.argv)
} catch (error) {
  const { reportFailure } = await import('./failure.ts')
  process.exitCode = reportFailure(error, { locale, json: words.includes('--json') })
}

/**
 * The settings. Data lie beside the configuration of the deployment, wherever below it the command is given.
 * @throws ShuyuanError `core.bad_setting`, `cli.two_deployments`
 */
function settingsHere(): Settings {
  const named = configAsked(words) ?? process.env.SHUYUAN_CONFIG
  const file = named ? resolve(named) : findConfig(process.cwd())
  return readSettings(process.env, file && dirname(file))
}

/** The file of `--config`. */
function configAsked(given: string[]): string | undefined {
  const at = given.findIndex((word) => /^--config(=|$)/.test(word))
  return at < 0 ? undefined : given[at]?.slice('--config='.length) || given[at + 1]
}

/** The language of `--lang`, which help follows too. @throws ShuyuanError `cli.unknown_language` */
function localeAsked(given: string[]): Locale | undefined {
  const at = given.findIndex((word) => /^--lang(=|$)/.test(word))
  if (at < 0) return undefined
  const value = given[at]?.slice('--lang='.length) || (given[at + 1] ?? '')
  const found = locales.find((each) => each === value)
  if (found) return found
  throw new ShuyuanError('cli.unknown_language', { value, known: locales.join(', ') })
}
