import { z } from 'zod'
import { severities } from '../../catalog/rule_base.ts'

const days = z.number().int().positive()

/** Objections (Article 45): deadlines in working days from the day of raising, and what is objected to. */
export const objectionSettingsSchema = z.strictObject({
  days: z
    .strictObject({ accept: days.default(2), verify: days.default(5), correct: days.default(10) })
    .prefault({}),
  /** Working days before a deadline at which a department is reminded. */
  remindBefore: z.number().int().nonnegative().default(2),
  /** Whose objections are accepted at once, in the department's name. */
  acceptAtOnce: z.array(z.string()).default(['platform']),
  raise: z
    .strictObject({
      /** Severities of failed rules that are objected to. */
      severities: z.array(z.enum(severities)).default([...severities]),
      /** Violation codes that are objected to (true) or not (false), whatever their severity. */
      codes: z.record(z.string(), z.boolean()).default({}),
      /** Copies that differ from their authority. */
      disagreements: z.boolean().default(true),
      /** Codes that set two parties against each other (Article 14). */
      codeChecks: z.boolean().default(true),
    })
    .prefault({}),
})
export type ObjectionSettings = z.infer<typeof objectionSettingsSchema>

/** Codes that the platform mends by itself, or that say nothing of the row: never objected to unless configured. */
const MENDED = ['division.historical', 'unique.duplicate']

/** Whether rows that fail with `code` are objected to. */
export function isRaised(settings: ObjectionSettings, code: string, severity: string): boolean {
  const { codes, severities: raised } = settings.raise
  return codes[code] ?? (!MENDED.includes(code) && raised.some((each) => each === severity))
}

/** Codes that are, and are not, objected to whatever the severity. */
export function raisedCodes(settings: ObjectionSettings): { always: string[]; never: string[] } {
  const { codes } = settings.raise
  const named = Object.keys(codes).sort()
  return {
    always: named.filter((code) => codes[code]),
    never: [...named.filter((code) => !codes[code]), ...MENDED.filter((code) => !(code in codes))],
  }
}
