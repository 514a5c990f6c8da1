import { type Locale, locales, render } from '../../../core/locale.ts'
import '../locale.ts'

/** What a department says of a row: mended, right as it is, taken off the register, or something else. */
export const answerOutcomes = ['corrected', 'right', 'cancelled', 'other'] as const
export type AnswerOutcome = (typeof answerOutcomes)[number]

/** Outcomes after which nothing is left to do on the row, and what they make of it. */
export const closingOutcomes = { corrected: 'fixed', cancelled: 'fixed', right: 'rejected' } as const

/** True of an outcome that must be explained. */
export function needsNote(outcome: AnswerOutcome): boolean {
  return outcome === 'right' || outcome === 'other'
}

export function outcomeWords(outcome: AnswerOutcome, locale: Locale): string {
  return render(locale, `objections.outcome.${outcome}`)
}

/** The outcome that a cell says, in whatever language. */
export function outcomeOf(text: string): AnswerOutcome | undefined {
  return answerOutcomes.find(
    (outcome) => outcome === text || locales.some((locale) => outcomeWords(outcome, locale) === text),
  )
}
