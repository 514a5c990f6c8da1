import { sql } from 'kysely'
import { identityOf } from '../../../catalog/dataset.ts'
import { countWhere, hasRule, ruleOf } from './fields.ts'
import { type Judged, type Suggestion, type SuggestionInput, supported } from './model.ts'

/** The identity of records, and fields that no two rows of an extract have in common. */
export function uniques(input: SuggestionInput, fields: Judged[]): Suggestion[] {
  const { dataset, profile } = input
  const declared = dataset.rules.flatMap((rule) => (rule.kind === 'unique' ? [rule.fields.join()] : []))
  const identity = identityOf(dataset)
  const repeated = profile.repeated?.rows
  const whole =
    repeated === undefined || declared.includes(identity.join())
      ? []
      : supported(`unique.${identity.join('.')}`, ruleOf({ kind: 'unique', fields: identity }), {
          judged: profile.rows,
          rejects: repeated,
        })
  const single = fields.filter(
    ({ field, profile: { filled, distinct } }) =>
      input.oneExtract && filled === distinct && !identity.includes(field.id) && !declared.includes(field.id),
  )
  const ofNumbers = single.filter(({ profile: { kind } }) => ['text', 'identity'].includes(kind))
  return [
    ...whole,
    ...ofNumbers.flatMap(({ field, profile: { filled } }) =>
      supported(`unique.${field.id}`, ruleOf({ kind: 'unique', fields: [field.id] }), {
        judged: filled,
        rejects: 0,
      }),
    ),
  ]
}

/** Days of which one never, or hardly ever, lies before the other. */
export function orders({ dataset, profile }: SuggestionInput): Suggestion[] {
  return profile.orders.flatMap(({ earlier, later, before, same, after }) => {
    const judged = before + same + after
    const ways = [
      { earlier, later, rejects: before, telling: after },
      { earlier: later, later: earlier, rejects: after, telling: before },
    ]
    return ways.flatMap((way) => {
      const declared = dataset.rules.some(
        (rule) => rule.kind === 'dateOrder' && rule.earlier === way.earlier && rule.later === way.later,
      )
      if (declared || way.telling === 0) return []
      const examples = {
        good: [{ [way.earlier]: '2020-01-01', [way.later]: '2020-01-02' }],
        bad: [{ [way.earlier]: '2020-01-02', [way.later]: '2020-01-01' }],
      }
      const rule = ruleOf({ kind: 'dateOrder', earlier: way.earlier, later: way.later, examples })
      return supported(`dateOrder.${way.earlier}.${way.later}`, rule, { judged, rejects: way.rejects })
    })
  })
}

/** Fields whose values are keys of registers. */
export async function references(input: SuggestionInput, fields: Judged[]): Promise<Suggestion[]> {
  const found: Suggestion[] = []
  for (const { field: id, datasets, keys } of input.references) {
    const judged = fields.find(({ field }) => field.id === id)
    if (!judged || hasRule(input, ['reference'], id)) continue
    const known = sql`(select value from ${input.counts.values} semi join ${keys} on key = value
      where field = ${sql.lit(judged.at)} and filled)`
    const count = await countWhere(input, judged, sql`value not in ${known}`)
    found.push(...supported(`reference.${id}`, ruleOf({ kind: 'reference', field: id, datasets }), count))
  }
  return found
}
