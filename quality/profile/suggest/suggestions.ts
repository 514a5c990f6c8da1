import { fieldSuggestions } from './fields.ts'
import type { Judged, Suggestion, SuggestionInput } from './model.ts'
import { patterns } from './patterns.ts'
import { orders, references, uniques } from './together.ts'

/**
 * Rules that nearly all rows keep and the register does not have yet, in the order of their ids. A rule that no row
 * breaks (`rejects` 0) finds none of these rows bad. The counts must be of accepted rows: rules judge normalised values.
 */
export async function suggestionsOf(input: SuggestionInput): Promise<Suggestion[]> {
  const fields = input.dataset.fields.flatMap((field): Judged[] => {
    const at = input.profile.fields.findIndex((each) => each.field === field.id)
    const profile = input.profile.fields[at]
    return profile && profile.type !== 'geometry' ? [{ at, field, profile }] : []
  })
  const found: Suggestion[] = [
    ...uniques(input, fields),
    ...orders(input),
    ...(await references(input, fields)),
  ]
  for (const field of fields) {
    for (const make of [...fieldSuggestions, patterns]) found.push(...(await make(input, field)))
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1))
}
