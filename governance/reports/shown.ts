import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { elementOf } from '../../catalog/lookup.ts'
import { masked } from '../../exchange/masks.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import type { Platform } from '../platform.ts'
import type { Clear } from './grants.ts'

const LONGEST_VALUE = 200
const hidden = sql`null::varchar`
/** No mask of a report hashes: the key is never used. */
const NO_KEY = new Uint8Array(32)

/** The key of a quarantined row (`v.key`) as an audience may see it. */
export function shownKey(platform: Platform, dataset: Dataset, clear: Clear): Expression {
  return shownField(platform, dataset, dataset.key, sql`v.key`, clear)
}

/**
 * The value of a violation's field as received, from `v.raw` (JSON of all fields) and `v.field` (one, or several
 * joined with `+`), as an audience may see it. NULL where it is not shown, and for records that could not be read.
 */
export function shownValue(platform: Platform, dataset: Dataset, fields: string[], clear: Clear): Expression {
  const raw = sql`(case when v.field is not null then v.raw end)`
  const cases = fields.flatMap((field) => {
    const parts = field.split('+')
    if (!parts.every((part) => dataset.fields.some(({ id }) => id === part))) return []
    const values = parts.map((part) =>
      shownField(
        platform,
        dataset,
        part,
        sql`coalesce(json_extract_string(${raw}, ${sql.lit(`$.${part}`)}), '')`,
        clear,
      ),
    )
    const value = values.length === 1 ? values[0] : sql`concat_ws(' | ', ${sql.join(values)})`
    return [sql`when ${sql.lit(field)} then ${value}`]
  })
  return cases.length > 0 ? sql`(case v.field ${sql.join(cases, sql` `)} end)` : hidden
}

/** A value of a field under the mask of its element, or in clear where its grade or a grant allows it. */
export function shownField(
  platform: Platform,
  dataset: Dataset,
  field: string,
  value: Expression,
  clear: Clear,
): Expression {
  const id = dataset.fields.find((each) => each.id === field)?.element ?? ''
  const { grading, mask } = elementOf(platform.catalogue, id)
  if (platform.config.negativeList.includes(id)) return hidden
  if (clear.has(id)) return shortened(value)
  if (grading === 'L1' || grading === 'L2') return withoutIdentity(shortened(value))
  if (mask === 'drop' || mask === 'hash') return hidden
  if (mask === 'none') return sql`repeat('*', length(${value}))`
  // A value as received may be no date at all: the year is what its first four digits say.
  if (mask === 'year')
    return sql`coalesce(nullif(regexp_extract(${value}, '^\\s*((18|19|20)[0-9]{2})', 1), '') || '****', repeat('*', length(${value})))`
  return shortened(masked(mask, value, NO_KEY))
}

function shortened(value: Expression): Expression {
  const least = sql.lit(LONGEST_VALUE)
  return sql`(case when length(${value}) > ${least} then left(${value}, ${least}) || '…' else ${value} end)`
}

/** Identity numbers that stand where none belongs (shifted columns, remarks) are masked in open fields too. */
function withoutIdentity(value: Expression): Expression {
  return sql`regexp_replace(${value}, ${sql.lit(IDENTITY)}, '\\1***************\\3', 'g')`
}

/** 18 or 15 digits with a date of birth where one belongs. */
const IDENTITY =
  '([1-9])([0-9]{5}(?:(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]|[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])))([0-9][0-9Xx])'

const inText = new RegExp(IDENTITY, 'g')

/** The same for a text of the ledger: a file's name is the department's. */
export function withoutIdentityText(text: string): string {
  return text.replace(inText, '$1***************$3')
}
