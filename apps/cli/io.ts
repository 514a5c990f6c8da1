import { type Locale, render, type TextFields } from '../../core/locale.ts'
import type { Settings } from '../../core/settings.ts'
import { visibleJson, visibleLines } from '../../core/visible.ts'
import type { Opened, OpenOptions } from './wiring.ts'

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
  /**
   * Opens the platform in the data folder of the settings, or in another; it is closed when the command ends.
   * @throws ShuyuanError as `open` of `wiring.ts`
   */
  open(options?: OpenOptions & { settings?: Settings }): Promise<Opened>
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

/** Gives `work` its io; what it opened is closed when it ends, also by a failure. */
export async function withIo(
  settings: Settings,
  json: boolean,
  work: (io: Io) => Promise<Exit>,
): Promise<Exit> {
  const opened: Opened[] = []
  const open: Io['open'] = async ({ settings: others = settings, ...options } = {}) => {
    // Loaded only by commands that open something: help and `check` start quickly.
    const wiring = await import('./wiring.ts')
    const parts = await wiring.open(others, options)
    opened.push(parts)
    return parts
  }
  try {
    return await work(createIo(settings, json, open))
  } finally {
    for (const parts of opened.reverse()) await parts.close()
  }
}

function createIo(settings: Settings, json: boolean, open: Io['open']): Io {
  return {
    open,
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
