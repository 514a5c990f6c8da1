import { type Locale, render, type TextFields } from '../../core/locale.ts'
import type { Settings } from '../../core/settings.ts'
import { visibleJson, visibleLines } from '../../core/visible.ts'

/** What a command is given: settings, language, and how to speak. */
export interface Io {
  settings: Settings
  locale: Locale
  json: boolean
  /** True when a person watches: progress bars make sense. */
  interactive: boolean
  /** One line of human output; silent with `--json`. */
  say(line?: string): void
  /** The machine-readable answer; silent without `--json`. */
  answer(value: unknown): void
  text(key: string, fields?: TextFields): string
}

/** Exit codes, the same for every command. */
export const exit = {
  ok: 0,
  failed: 1,
  usage: 2,
  /** A gate kept the last version standing. */
  blocked: 3,
  /** Done, but something needs a person: a file refused, a package that does not verify. */
  problems: 4,
  /** Left at the request of a person (Ctrl-C) or of the system before the end. */
  interrupted: 130,
} as const
export type Exit = (typeof exit)[keyof typeof exit]

/** A command: gets the io, its options and its arguments, and gives the exit code. */
export type Action = (io: Io, options: never, ...args: never[]) => Promise<Exit>

export function createIo(settings: Settings, json: boolean): Io {
  return {
    settings,
    locale: settings.locale,
    json,
    interactive: !json && process.stderr.isTTY === true,
    say: (line = '') => {
      if (!json) process.stdout.write(`${visibleLines(line)}\n`)
    },
    answer: (value) => {
      if (json) process.stdout.write(`${visibleJson(JSON.stringify(value, plain, 2))}\n`)
    },
    text: (key, fields) => render(settings.locale, key, fields),
  }
}

/** BIGINT and dates as JSON knows them. */
function plain(_key: string, value: unknown): unknown {
  if (typeof value !== 'bigint') return value
  return value <= Number.MAX_SAFE_INTEGER && value >= Number.MIN_SAFE_INTEGER
    ? Number(value)
    : value.toString()
}
