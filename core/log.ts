import { type Logger, pino } from 'pino'
import { visibleJson } from './visible.ts'

export type { Logger } from 'pino'

const PERSONAL = /(?<![0-9A-Za-z])(\d{17}[\dXx]|\d{15}|1[3-9]\d{9})(?![0-9A-Za-z])/g

/** Replaces anything shaped like an identity number or mobile number. The last guard, not the first. */
export function redact(text: string): string {
  return text.replace(PERSONAL, '[redacted]')
}

/** Structured logs on standard error, at the level `SHUYUAN_LOG` says (default: none but fatal ones); personal numbers are redacted from every string, however nested. */
export function createLogger(level: string = process.env.SHUYUAN_LOG ?? 'fatal'): Logger {
  const stream = { write: (line: string) => void process.stderr.write(visibleJson(redact(line))) }
  return pino({ level, base: undefined }, stream)
}
