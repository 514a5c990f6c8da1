import { sql } from 'kysely'
import { elementOf } from '../../../catalog/lookup.ts'
import { patternsOf } from '../basics.ts'
import { expressionOf } from '../patterns.ts'
import { countWhere, hasRule, ruleOf } from './fields.ts'
import { examplesOf, type Judged, type Suggestion, type SuggestionInput, supported } from './model.ts'

/** Forms that a rule on a text may name. A text in more forms is free. */
const MOST_FORMS = 3

/** The few forms that nearly all values of a text have; forms of nothing but Chinese characters tell nothing. */
export async function patterns(input: SuggestionInput, judged: Judged): Promise<Suggestion[]> {
  const { field, profile, at } = judged
  if (elementOf(input.catalogue, field.element).type !== 'text' || hasRule(input, ['pattern'], field.id))
    return []
  if (profile.distinct < 2) return []
  const step = Math.max(1, Math.ceil(profile.distinct / SAMPLE))
  const found = await patternsOf(input.session, input.counts.values, [{ field: at, step }], MOST_FORMS)
  const forms = found.flatMap(({ classes }) => {
    const expression = /[9Aa]/.test(classes) ? expressionOf(classes) : undefined
    return expression === undefined ? [] : [expression]
  })
  for (let count = 1; count <= forms.length; count++) {
    const pattern = `^(${forms.slice(0, count).sort().join('|')})$`
    const bad = sql`not regexp_matches(value, ${sql.lit(pattern)})`
    const good = profile.top.find(({ value }) => new RegExp(pattern, 'u').test(value))?.value
    const examples = examplesOf(judged, good, `${good}?`)
    const rule = ruleOf({ kind: 'pattern', field: field.id, pattern, ...examples })
    const suggested = supported(`pattern.${field.id}`, rule, await countWhere(input, judged, bad))
    if (suggested.length > 0) return suggested
  }
  return []
}

/** Distinct values that forms are looked for in; how many rows have them is counted in all. */
const SAMPLE = 20_000
