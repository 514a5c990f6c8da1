import { sql } from 'kysely'
import { elementOf } from '../../../catalog/lookup.ts'
import { type Rule, type RuleInput, ruleSchema } from '../../../catalog/rule.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import { numberOf } from '../kinds.ts'
import { examplesOf, type Judged, type Suggestion, type SuggestionInput, supported } from './model.ts'

type Make = (input: SuggestionInput, judged: Judged) => Promise<Suggestion[]>

/** Suggestions about one field at a time. */
export const fieldSuggestions: Make[] = [required, lengths, ranges, codes]

export const ruleOf = (rule: RuleInput): Rule => ruleSchema.parse(rule)

/** True of a field for which the register has a rule of the kind. */
export function hasRule({ dataset }: SuggestionInput, kinds: Rule['kind'][], field: string): boolean {
  return dataset.rules.some((rule) => kinds.includes(rule.kind) && 'field' in rule && rule.field === field)
}

/** Filled rows of a field, and those of which the test is true. */
export async function countWhere(
  { session, counts }: SuggestionInput,
  { at }: Judged,
  bad: Expression,
): Promise<{ judged: number; rejects: number }> {
  const [found] = await session.rows<{ judged: number; rejects: number }>(sql`select
    coalesce(sum(n), 0)::double as judged, coalesce(sum(n) filter (${bad}), 0)::double as rejects
    from ${counts.values} where field = ${sql.lit(at)} and filled`)
  return found ?? { judged: 0, rejects: 0 }
}

async function required(input: SuggestionInput, judged: Judged): Promise<Suggestion[]> {
  const { dataset, profile } = input
  const { field } = judged
  const always = field.required || field.id === dataset.key || field.id === dataset.eventTime
  if (always || hasRule(input, ['required'], field.id)) return []
  const examples = examplesOf(judged, judged.profile.top[0]?.value, null)
  const rule = ruleOf({ kind: 'required', field: field.id, ...examples })
  const rejects = judged.profile.nulls + judged.profile.blanks
  return supported(`required.${field.id}`, rule, { judged: profile.rows, rejects })
}

async function lengths(input: SuggestionInput, judged: Judged): Promise<Suggestion[]> {
  const { field, profile } = judged
  const { type, maxLength } = elementOf(input.catalogue, field.element)
  if (type !== 'text' || maxLength || !profile.lengths || hasRule(input, ['length'], field.id)) return []
  const { min, max } = profile.lengths
  const limits = min === max ? { min, max } : { max: Math.ceil(max / 10) * 10 }
  const examples = examplesOf(judged, profile.top[0]?.value, 'x'.repeat(limits.max + 1))
  const rule = ruleOf({ kind: 'length', field: field.id, ...limits, ...examples })
  return supported(`length.${field.id}`, rule, { judged: profile.filled, rejects: 0 })
}

async function ranges(input: SuggestionInput, judged: Judged): Promise<Suggestion[]> {
  const { field, at } = judged
  const { type } = elementOf(input.catalogue, field.element)
  if (type !== 'integer' && type !== 'decimal') return []
  if (hasRule(input, ['range', 'amount'], field.id)) return []
  const [found] = await input.session.rows<{ low: number | null; high: number | null }>(
    sql`select min(${numberOf(sql`value`)}) as low, max(${numberOf(sql`value`)}) as high
      from ${input.counts.values} where field = ${sql.lit(at)}`,
  )
  if (typeof found?.low !== 'number' || typeof found.high !== 'number') return []
  const limits = { min: outward(found.low, 'down'), max: outward(found.high, 'up') }
  const tooMuch = limits.max >= 0 ? limits.max * 10 + 1 : 1
  const examples = {
    examples: {
      good: [{ [field.id]: String(limits.max) }],
      bad: [{ [field.id]: String(tooMuch) }],
    },
  }
  const shown = Math.abs(tooMuch) < 1e12 ? examples : {}
  const rule = ruleOf({ kind: 'range', field: field.id, ...limits, ...shown })
  const [exact, min, max] = [sql`value`, sql.lit(limits.min), sql.lit(limits.max)].map(
    (each) => sql`${each}::decimal(38, 4)`,
  )
  const count = await countWhere(input, judged, sql`${exact} < ${min} or ${exact} > ${max}`)
  return supported(`range.${field.id}`, rule, count)
}

/** The number moved outward to one significant digit: a limit tells nobody's exact value. */
export function outward(value: number, side: 'down' | 'up'): number {
  if (value === 0) return 0
  // Beyond this a double is not exact to four decimals: a hair more, so that the limit holds for the exact value.
  const hair = Math.abs(value) > 1e11 ? Math.abs(value) * 1e-9 : 0
  const wide = side === 'down' ? value - hair : value + hair
  const unit = 10 ** Math.floor(Math.log10(Math.abs(wide)))
  const whole = side === 'down' ? Math.floor(wide / unit) : Math.ceil(wide / unit)
  return Number((whole * unit).toPrecision(12))
}

/** Code tables that have all values of a text, the smallest first: at most two. */
async function codes(input: SuggestionInput, judged: Judged): Promise<Suggestion[]> {
  const { field, profile } = judged
  if (elementOf(input.catalogue, field.element).type !== 'text' || hasRule(input, ['code'], field.id))
    return []
  if (profile.distinct < 2 || profile.distinct > MOST_CODES) return []
  const tables = input.catalogue.codeTables
    .filter((table) => Object.keys(table.codes).length <= MOST_CODES)
    .sort((a, b) => Object.keys(a.codes).length - Object.keys(b.codes).length || (a.id < b.id ? -1 : 1))
  const found: Suggestion[] = []
  for (const { id, codes: known } of tables) {
    const listed = sql.join(Object.keys(known).map((code) => sql.lit(code)))
    const count = await countWhere(input, judged, sql`value not in (${listed})`)
    const examples = examplesOf(judged, Object.keys(known)[0], '?')
    const rule = ruleOf({ kind: 'code', field: field.id, table: id, ...examples })
    found.push(...supported(`code.${field.id}.${id}`, rule, count))
    if (found.length === 2) break
  }
  return found
}

const MOST_CODES = 500
