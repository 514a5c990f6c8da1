import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset, Field } from '../../catalog/dataset.ts'
import { currentDivisionCodes, historicalDivisions } from '../../catalog/divisions.ts'
import type { ElementType } from '../../catalog/element.ts'
import { kindFieldOf } from '../../catalog/identifiers.ts'
import { elementOf } from '../../catalog/lookup.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { geometryFieldOf } from '../geometry/field.ts'
import { examinedColumns } from '../geometry/pass.ts'
import { citizenIdLevels } from './citizen_id.ts'
import { usccLevels } from './credit_code.ts'
import { dateLevels, datetimeLevels } from './date.ts'
import { add, helper, type Levels, stack } from './level.ts'
import { licenceIdLevels } from './licence_id.ts'
import { isOneOf } from './members.ts'
import { nullMarkers } from './null_markers.ts'
import { numberLevels } from './number.ts'
import { phoneLevels } from './phone.ts'
import { type PlainFields, plainLevels, plainOnlyLevels, testLevels } from './plain.ts'
import { subjectIdLevels } from './subject_id.ts'
import { halfWidth, middleDot } from './text.ts'
import { wholeNumber } from './whole.ts'

/**
 * The raw rows with, for every field, its normalised and typed value under the field's name, `field$text` (what
 * was read, after folding and mapping, before typing), and further helpers; and `_repair` of the key.
 * @param raw of a dataset with a geometry, the rows of `examineGeometries`
 * @param plain what `plainFields` found of these rows; it makes the statement small and changes no value
 */
export function normalised(
  catalogue: Catalogue,
  dataset: Dataset,
  raw: Relation,
  plain: PlainFields = new Set(),
): Relation {
  const received = dataset.fields.map((field) => sql`${sql.id(field.id)} as ${helper(field.id, 'raw')}`)
  const geometry = geometryFieldOf(catalogue, dataset)
  const examined = geometry ? sql`, ${sql.join(examinedColumns(geometry.field))}` : sql``
  const base = sql`(select _extract, _line, _op, ${sql.join(received)}${examined} from ${raw})`
  const levels = dataset.fields.map((field) => [
    ...valueLevels(catalogue, dataset, field, plain.has(field.id)),
    ...levelsOf(catalogue, dataset, field, plain.has(field.id)),
  ])
  const ofKey = repair(dataset, typeOf(catalogue, dataset, dataset.key))
  const repairs = geometry
    ? sql`nullif(concat_ws(',', ${ofKey}, ${helper(geometry.field, 'repairs')}), '')`
    : ofKey
  return sql`(select *, ${repairs} as _repair from ${stack(base, levels)})`
}

/** The levels that add the value as meant. */
function valueLevels(catalogue: Catalogue, dataset: Dataset, field: Field, isPlain: boolean): Levels {
  const type = typeOf(catalogue, dataset, field.id)
  if (isPlain) return plainOnlyLevels(field.id, type)
  return plainLevels(field.id, type, membersOf(catalogue, field), nullMarkers(type, field.mapping))
}

/** The fields of which every value among `raw` is plain or missing, found by one scan. @param raw as `normalised` takes it */
export async function plainFields(
  session: Session,
  catalogue: Catalogue,
  dataset: Dataset,
  raw: Relation,
): Promise<PlainFields> {
  const fields = dataset.fields
  const received = fields.map(({ id }) => sql`${sql.id(id)} as ${helper(id, 'raw')}`)
  const levels = fields.map((field) => {
    const type = typeOf(catalogue, dataset, field.id)
    return testLevels(field.id, type, helper(field.id, 'raw'), membersOf(catalogue, field))
  })
  const others = fields.map(
    ({ id }) =>
      sql`bool_or(${helper(id, 'raw')} is not null and not coalesce(${helper(id, 'plain')}, false)) as ${sql.id(id)}`,
  )
  const [found] = await session.rows<Record<string, boolean | null>>(
    sql`select ${sql.join(others)} from ${stack(sql`(select ${sql.join(received)} from ${raw})`, levels)}`,
  )
  return new Set(fields.map(({ id }) => id).filter((id) => found?.[id] !== true))
}

/** The values of a code or division field that stand as they are. */
function membersOf(catalogue: Catalogue, field: Field): readonly string[] {
  const { type, codeTable } = elementOf(catalogue, field.element)
  if (type === 'division') return currentDivisionCodes
  return Object.keys(catalogue.codeTables.find((each) => each.id === codeTable)?.codes ?? {})
}

/** The element type of a field. */
export function typeOf(catalogue: Catalogue, dataset: Dataset, field: string): ElementType {
  const found = dataset.fields.find((each) => each.id === field)
  return elementOf(catalogue, found?.element ?? field).type
}

function levelsOf(catalogue: Catalogue, dataset: Dataset, field: Field, isPlain: boolean): Levels {
  const { type } = elementOf(catalogue, field.element)
  const id = field.id
  const value = helper(id, 'trimmed')
  const text = helper(id, 'text')
  const asText = (expression: Expression): Levels => [
    [add(`${id}$text`, expression)],
    [add(id, sql`${text}`)],
  ]
  switch (type) {
    case 'citizenId':
      return citizenIdLevels(id)
    case 'uscc':
      return usccLevels(id)
    case 'subjectId':
      return subjectIdLevels(id, kindFieldOf(dataset, id))
    case 'licenceId':
      return licenceIdLevels(id)
    case 'personName':
      return asText(middleDot(value))
    case 'text':
      return asText(value)
    case 'phone':
      return phoneLevels(id, isPlain)
    case 'code':
      if (isPlain) return asText(mapped(value, field.mapping))
      return [
        [add(`${id}$half`, halfWidth(value))],
        ...asText(standardCode(field, membersOf(catalogue, field))),
      ]
    case 'division':
      if (isPlain)
        return field.mapping ? divisionLevels(id, mapped(value, field.mapping)) : currentDivision(id)
      return [
        [add(`${id}$half`, halfWidth(value))],
        ...divisionLevels(id, standardCode(field, [], hasDivisionLength)),
      ]
    case 'date':
      return dateLevels(id, isPlain)
    case 'datetime':
      return datetimeLevels(id, isPlain)
    case 'integer':
    case 'decimal':
      return numberLevels(id, type, isPlain)
    case 'geometry':
      return [[add(`${id}$text`, value), add(id, helper(id, 'wkb'))]]
  }
}

/**
 * The code in half width as the standard has it; one that came as a float as the digits before its point.
 * @param codes that the field may have besides those of its mapping
 * @param isCode true of other digits that are one
 */
function standardCode(
  { id, mapping }: Field,
  codes: readonly string[],
  isCode: (digits: Expression) => Expression = () => sql`false`,
): Relation {
  const half = helper(id, 'half')
  const known = [...codes, ...Object.keys(mapping ?? {})]
  const isMeant = (digits: Expression) =>
    sql`(${isCode(digits)} or ${isOneOf(digits, known)}) and not ${isOneOf(half, known)}`
  return mapped(
    sql`case when ${helper(id, 'plain')} then ${half} else ${wholeNumber(half, isMeant)} end`,
    mapping,
  )
}

/** A division code has six, nine or twelve digits. */
const hasDivisionLength = (digits: Expression) => sql`length(${digits}) in (6, 9, 12)`

/** The department's own code as the standard's; codes that the mapping does not name stay as they are. */
function mapped(value: Expression, mapping: Record<string, string> | undefined): Expression {
  const pairs = Object.entries(mapping ?? {})
  if (pairs.length === 0) return value
  const cases = pairs.map(([from, to]) => sql`when ${sql.lit(from)} then ${sql.lit(to)}`)
  return sql`case ${value} ${sql.join(cases, sql` `)} else ${value} end`
}

/** Abolished codes become those of today; `known` says whether the code is in force. */
function divisionLevels(field: string, value: Expression): Levels {
  const text = helper(field, 'text')
  const cases = historicalDivisions.map(
    ({ code, successor }) => sql`when ${sql.lit(code)} then ${sql.lit(successor)}`,
  )
  return [
    [add(`${field}$text`, value)],
    [add(`${field}$known`, isOneOf(text, currentDivisionCodes))],
    [
      add(
        field,
        sql`case when ${helper(field, 'known')} then ${text} else case ${text} ${sql.join(cases, sql` `)} else ${text} end end`,
      ),
    ],
  ]
}

/** The helpers of a field whose divisions are all in force. */
function currentDivision(field: string): Levels {
  const value = helper(field, 'trimmed')
  return [
    [add(`${field}$text`, value), add(`${field}$known`, sql`(${value} is not null)`), add(field, value)],
  ]
}

/** What was done to the key to make it right, comma-joined; NULL when it came right. */
function repair(dataset: Dataset, type: ElementType): Expression {
  if (type !== 'citizenId' && type !== 'uscc' && type !== 'licenceId') return sql`null::varchar`
  const at = (what: string) => helper(dataset.key, what)
  const steps = [
    sql`case when ${at('half')} <> ${at('trimmed')} then 'fullwidth' end`,
    sql`case when ${at('trimmed')} <> ${at('raw')} then 'trim' end`,
    sql`case when ${at('text')} <> ${at('half')} then 'lowercase_x' end`,
    sql`case when ${sql.id(dataset.key)} <> ${at('text')} then '15to18' end`,
  ]
  return sql`case when ${sql.id(dataset.key)} <> ${at('raw')} then concat_ws(',', ${sql.join(steps)}) end`
}
