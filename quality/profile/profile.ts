import { sql } from 'kysely'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { type Basics, basicsOf, formsOf, patternsOf, samplingOf } from './basics.ts'
import { kindFrom } from './kinds.ts'
import {
  type Bin,
  type Counted,
  defaultLimits,
  type FieldProfile,
  type Profile,
  type ProfileInput,
  type ProfileLimits,
  valueKinds,
} from './model.ts'
import { shortened } from './patterns.ts'
import { repeatedOf, shapesOf } from './shapes.ts'
import { datesOf, lengthsOf, numbersOf } from './spreads.ts'
import { topsOf } from './tops.ts'
import { countValues, type ValueCounts } from './values.ts'

/**
 * What the rows are like, field by field and together. The rows are read once; the rest is asked of their distinct
 * values. Of personal fields nothing is in it but masked values, counts from `limits.least` rows on, and forms.
 */
export async function profileOf(session: Session, input: ProfileInput): Promise<Profile> {
  const counts = await countValues(session, input)
  try {
    return await profileFrom(session, input, counts)
  } finally {
    await counts.dispose()
  }
}

/** The profile of rows whose values are counted already. */
export async function profileFrom(
  session: Session,
  input: ProfileInput,
  counts: ValueCounts,
): Promise<Profile> {
  const limits = { ...defaultLimits, ...input.limits }
  const { values } = counts
  const basics = await basicsOf(session, values, input.fields.length)
  const samplings = samplingOf(basics, limits)
  const forms = await formsOf(session, values, samplings)
  const patterns = await patternsOf(session, values, samplings, limits.top)
  const tops = await topsOf(session, values, input, limits)
  const fields: FieldProfile[] = []
  for (const [at, basic] of basics.entries()) {
    const sampling = samplings.find(({ field }) => field === at)
    const known = {
      ...{ at, basic, limits, step: sampling?.step ?? 1 },
      forms: forms.get(at),
      top: tops.get(at) ?? [],
      patterns: patterns.filter(({ field }) => field === at),
    }
    fields.push(await fieldOf(session, values, input, known))
  }
  return { repeated: await repeatedOf(session, counts), ...(await shapesOf(session, counts, input)), fields }
}

interface Measured {
  at: number
  basic: Basics
  limits: ProfileLimits
  step: number
  forms: Awaited<ReturnType<typeof formsOf>> extends Map<number, infer Forms> ? Forms | undefined : never
  top: Counted[]
  patterns: { classes: string; rows: number }[]
}

async function fieldOf(
  session: Session,
  values: Relation,
  { fields }: ProfileInput,
  known: Measured,
): Promise<FieldProfile> {
  const { at, basic, limits, step, forms, top, patterns } = known
  const field = fields[at]
  if (!field) throw new RangeError(`there is no field ${at}`)
  const personal = field.show !== undefined
  const kinds = forms ? shares(forms) : {}
  const kind = kindFrom(kinds)
  const isDate = kind === 'date' || kind === 'datetime'
  const isNumber = !field.codes && (kind === 'integer' || kind === 'decimal')
  const told = (bins: Bin[] | null) => (personal && bins ? enough(bins, limits.least) : bins)
  const numbers = isNumber ? await numbersOf(session, values, at, limits.bins) : null
  const { shortest, longest } = basic
  return {
    field: field.id,
    type: field.type,
    personal,
    ...{ nulls: basic.nulls, blanks: basic.blanks, filled: basic.filled },
    ...{ distinct: basic.distinct, once: basic.once, kind, kinds, sampled: step > 1 },
    min: await shown(session, field.show, basic.min),
    max: await shown(session, field.show, basic.max),
    lengths:
      shortest === null || longest === null
        ? null
        : {
            ...{ min: shortest, max: longest, mean: basic.characters / basic.filled },
            bins: told(await lengthsOf(session, values, at, { shortest, longest, bins: limits.bins })) ?? [],
          },
    top,
    others: basic.filled - top.reduce((sum, { count }) => sum + count, 0),
    patterns: patterns
      .map(({ classes, rows }) => ({ value: shortened(classes), count: rows * step }))
      .filter(({ count }) => !personal || count >= limits.least),
    numbers: personal ? middle(numbers, basic.filled, limits) : numbers,
    dates: isDate ? told(await datesOf(session, values, at)) : null,
    codes: field.codes ? await codesShown(session, values, known, field.codes, personal) : null,
  }
}

/** Codes that a personal field should not have may be anything: only how many there are is told. */
async function codesShown(
  session: Session,
  values: Relation,
  { at, limits }: Measured,
  codes: string[],
  personal: boolean,
): Promise<FieldProfile['codes']> {
  const found = await codesOf(session, values, at, { codes, top: limits.top })
  return found && personal ? { ...found, unknown: [] } : found
}

function shares(forms: NonNullable<Measured['forms']>): FieldProfile['kinds'] {
  const told = valueKinds.flatMap((kind) => {
    const rows = kind === 'text' ? 0 : forms[kind]
    return rows > 0 ? [[kind, rows / forms.rows] as const] : []
  })
  return Object.fromEntries(told)
}

/** Bins that so few people are in that they could be told apart count as empty. */
function enough(bins: Bin[], least: number): Bin[] {
  return bins.map(({ from, count }) => ({ from, count: count < least ? 0 : count }))
}

/** Of people only the quantiles between which many of them lie. */
function middle(
  numbers: FieldProfile['numbers'],
  filled: number,
  limits: ProfileLimits,
): FieldProfile['numbers'] {
  if (!numbers || filled < limits.least * 20) return null
  const { p5 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0 } = numbers.quantiles
  return { quantiles: { p5, p25, p50, p75, p95 }, bins: [] }
}

async function shown(
  session: Session,
  show: ProfileInput['fields'][number]['show'],
  value: string | null,
): Promise<string | null> {
  if (show === undefined || value === null) return value
  if (show === null) return null
  const [row] = await session.rows<{ value: string | null }>(
    sql`select ${show(sql`${sql.lit(value)}`)}::varchar as value`,
  )
  return row?.value ?? null
}

/** How many filled rows have one of the codes, and which other values are the most frequent. */
async function codesOf(
  session: Session,
  values: Relation,
  field: number,
  { codes, top }: { codes: string[]; top: number },
): Promise<FieldProfile['codes']> {
  const known = sql`value in (${sql.join(codes.map((code) => sql.lit(code)))})`
  const own = sql`(select value, n from ${values} where field = ${sql.lit(field)} and filled)`
  const [row] = await session.rows<{ known: number }>(
    sql`select coalesce(sum(n) filter (${known}), 0)::double as known from ${own}`,
  )
  const unknown =
    await session.rows<Counted>(sql`select value, n::double as count from ${own} where not ${known}
    order by n desc, value limit ${sql.lit(top)}`)
  return { known: row?.known ?? 0, unknown }
}
