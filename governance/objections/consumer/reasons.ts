/** Why a consumer objects to what it received. The wording lives in the locale table under `objections.reason.`. */
export const consumerReasons = [
  'wrong',
  'outdated',
  'missing',
  'contradicts',
  'not_ours',
  'malformed',
  'other',
] as const
export type ConsumerReason = (typeof consumerReasons)[number]

/** The code that the ledger keeps for it, beside the violation codes of rules. */
export function codeOfReason(reason: ConsumerReason): string {
  return `consumer.${reason}`
}

/** The reason behind a code; undefined: the code is a rule's. */
export function reasonOfCode(code: string | null): ConsumerReason | undefined {
  return consumerReasons.find((reason) => codeOfReason(reason) === code)
}
