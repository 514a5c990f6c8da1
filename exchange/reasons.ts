import { ShuyuanError } from '../core/errors.ts'
import { type Locale, render, type TextFields } from '../core/locale.ts'
import './locale.ts'

/** One reason why a request is not entitled; worded in the locale table under `exchange.reason.<code>`. */
export interface Reason {
  code: ReasonCode
  fields: TextFields
}

export const reasonCodes = [
  'unknown_foundation',
  'unknown_element',
  'fields_empty',
  'fields_too_many',
  'field_twice',
  'negative_list',
  'withheld',
  'no_legal_basis',
  'clear_without_basis',
  'drop_not_clear',
  'hash_unfit',
  'mask_unfit',
  'key_missing',
  'unknown_city',
  'scope_empty',
  'unknown_division',
  'historical_division',
  'foreign_division',
  'purpose_empty',
  'approval_missing',
  'approval_future',
  'period_invalid',
  'not_yet_valid',
  'expired',
] as const
export type ReasonCode = (typeof reasonCodes)[number]

/** `exchange.refused`: the one door stays shut, for all of `reasons`. */
export class RefusedError extends ShuyuanError {
  readonly reasons: readonly Reason[]

  constructor(request: string, city: string, reasons: readonly Reason[]) {
    super('exchange.refused', {
      request,
      city,
      count: reasons.length,
      codes: reasons.map((reason) => reason.code).join(', '),
      reasons_zh: worded('zh-CN', reasons),
      reasons_en: worded('en', reasons),
    })
    this.reasons = reasons
  }
}

function worded(locale: Locale, reasons: readonly Reason[]): string {
  const separator = locale === 'zh-CN' ? '；' : '; '
  return reasons
    .map((reason, at) => `(${at + 1}) ${render(locale, `exchange.reason.${reason.code}`, reason.fields)}`)
    .join(separator)
}
