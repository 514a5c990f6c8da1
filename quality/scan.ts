import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Catalogue } from '../catalog/catalogue.ts'
import type { Dataset } from '../catalog/dataset.ts'
import type { ElementType } from '../catalog/element.ts'
import { geometryColumns } from '../catalog/geometry_columns.ts'
import type { Expression, Relation } from '../warehouse/engine/relation.ts'
import { geometryFieldOf } from './geometry/field.ts'
import { normalised, typeOf } from './normalise/fields.ts'
import { helper } from './normalise/level.ts'
import type { PlainFields } from './normalise/plain.ts'
import type { RuleInstance } from './rules/instance.ts'
import type { Judging } from './rules/judging.ts'
import { rowTestOf } from './rules/kinds/index.ts'
import { isSetTest } from './sets/tests.ts'

/** Violations are bits; a BIGINT carries 62 of them, further rules go to further words. */
const BITS = 62

/** Of so many rows, reading them twice costs less than planning for what none of them has, or keeping what is read once. */
const FEW_ROWS = 50_000

/** True of so few rows, where it is known how many there are. */
export const isFew = (rows = Number.POSITIVE_INFINITY): boolean => rows <= FEW_ROWS

/** What the parts of one judgement share: the dataset, its rules (their places are their bits), the rows. */
export interface Scan {
  catalogue: Catalogue
  dataset: Dataset
  rules: RuleInstance[]
  judging: Judging
  /** As received. */
  raw: Relation
  /** The raw rows with what a pass over their geometries found; `raw` itself where there is none. */
  examined: Relation
  /** Fields of which no value needs more than the cheap tests. */
  plain?: PlainFields
  /** Temporary table of all rows: std's columns, `city`, and a mask per word. Spills when memory runs out. */
  judged: Relation
  /** The judged rows with a violation: `_line`, `key`, `city`, and the masks. */
  failing: Relation
}

/** @param rules row rules first, then set rules */
export function openScan(input: Omit<Scan, 'judged' | 'failing'>): Scan {
  const judged = sql`${sql.id(`judged_${randomUUID()}`)}`
  const masks = words(input).map(maskColumn)
  const failing = sql`(select _line, ${readableKey(input)} as key, city, ${sql.join(masks)} from ${judged}
    where ${failed(input)})`
  return { ...input, judged, failing }
}

function failed(scan: Pick<Scan, 'rules'>): Expression {
  return sql.join(
    words(scan).map((word) => sql`${maskColumn(word)} <> 0`),
    sql` or `,
  )
}

/** The words of the mask, as numbers. */
export function words({ rules }: Pick<Scan, 'rules'>): number[] {
  return Array.from({ length: Math.max(1, Math.ceil(rules.length / BITS)) }, (_, word) => word)
}

/** Column of a word of the mask. */
export function maskColumn(word: number): Expression {
  return sql`${sql.id(`mask${word}`)}`
}

/** The bits of `word` that belong to rules which `chosen` picks. */
export function bitsOf(
  scan: Pick<Scan, 'rules'>,
  word: number,
  chosen: (rule: RuleInstance) => boolean,
): bigint {
  return scan.rules.reduce(
    (bits, rule, at) =>
      Math.floor(at / BITS) === word && chosen(rule) ? bits | (1n << BigInt(at % BITS)) : bits,
    0n,
  )
}

/** True when one of the chosen rules is in the mask. */
export function anyBit(scan: Pick<Scan, 'rules'>, chosen: (rule: RuleInstance) => boolean): Expression {
  const tests = words(scan).flatMap((word) => {
    const bits = bitsOf(scan, word, chosen)
    return bits === 0n ? [] : [sql`(${maskColumn(word)} & ${sql.lit(bits)}) <> 0`]
  })
  return tests.length === 0 ? sql`false` : sql`(${sql.join(tests, sql` or `)})`
}

/** Rules that keep a row out of the standard table. */
export const rejects = (rule: RuleInstance): boolean => rule.severity !== 'warn'

/** A deletion says which record and when; nothing else of it is judged. */
export function judgedOnDelete(dataset: Dataset, rule: RuleInstance): boolean {
  return (rule.field === dataset.key || rule.field === dataset.eventTime) && !isSetTest(rule.test)
}

/** The one scan: every row normalised, typed and judged by every row rule. */
export function judgedRows(scan: Scan, rowRules: RuleInstance[]): Expression {
  const masks = words(scan).map((word) => sql`${maskOf(scan, rowRules, word)} as ${maskColumn(word)}`)
  const columns = [...standardColumns(scan), sql`${cityColumn(scan)} as city`, ...masks]
  return sql`create temp table ${scan.judged} as
    select ${sql.join(columns)} from ${tested(scan, rowRules)}
    ${scan.examined === scan.raw ? sql`` : sql`order by _line`}`
}

/** The normalised rows with a boolean for every rule: each test is computed once, and NULL counts as false. */
function tested(scan: Scan, rowRules: RuleInstance[]): Relation {
  const rows = normalised(scan.catalogue, scan.dataset, scan.examined, scan.plain)
  if (rowRules.length === 0) return rows
  const tests = rowRules.map((rule, at) => {
    const bad = badOf(rule, typeOf(scan.catalogue, scan.dataset, rule.field), scan.judging)
    return sql`${bad} as ${testColumn(at)}`
  })
  return sql`(select *, ${sql.join(tests)} from ${rows})`
}

/** SQL that is true of a row that breaks the rule (NULL counts as false). @throws RangeError of a set rule */
export function badOf({ id, field, test }: RuleInstance, type: ElementType, judging: Judging): Expression {
  return rowTestOf(test).bad(field, test, { type, judging, rule: id })
}

const testColumn = (at: number): Expression => helper('', `bad${at}`)

/** The columns of std/<dataset> that come from the rows: of a geometry, its measures too. */
export function standardColumns({ catalogue, dataset }: Pick<Scan, 'catalogue' | 'dataset'>): Expression[] {
  const measures = geometryFieldOf(catalogue, dataset) ? geometryColumns : []
  const names = [
    '_extract',
    '_line',
    '_op',
    ...dataset.fields.map((field) => field.id),
    ...measures,
    '_repair',
  ]
  return names.map((name) => sql`${sql.id(name)}`)
}

/** The bits are put together only for rows that fail one of the rules of the word. */
function maskOf(scan: Scan, rowRules: RuleInstance[], word: number): Expression {
  const places = rowRules.map((_, at) => at).filter((at) => Math.floor(at / BITS) === word)
  if (places.length === 0) return sql`0::bigint`
  const fails = sql.join(places.map(testColumn), sql` or `)
  const bits = places.map(
    (at) =>
      sql`case when ${testColumn(at)} then ${sql.lit(1n << BigInt(at % BITS))}::bigint else 0::bigint end`,
  )
  const kept = bitsOf(scan, word, (rule) => judgedOnDelete(scan.dataset, rule))
  const onDelete = sql`case when _op = 'D' then ${sql.lit(kept)}::bigint else ${sql.lit((1n << 62n) - 1n)}::bigint end`
  return sql`case when ${fails} then (${sql.join(bits, sql` | `)}) & ${onDelete} else 0::bigint end`
}

/** The normalised key where its shape is right, else NULL. */
function readableKey(scan: Pick<Scan, 'dataset' | 'rules'>): Expression {
  const shape = (rule: RuleInstance) => rule.field === scan.dataset.key && rule.code.endsWith('.shape')
  return sql`case when not ${anyBit(scan, shape)} then ${sql.id(scan.dataset.key)}::varchar end`
}

/** The league or city of the row's division field; NULL without one (see `placeRows`), or with an unknown code. */
function cityColumn({ catalogue, dataset }: Scan): Expression {
  const field = dataset.fields.find((each) => typeOf(catalogue, dataset, each.id) === 'division')
  if (!field) return sql`null::varchar`
  const value = sql`${sql.id(field.id)}`
  return sql`case when (${helper(field.id, 'known')} or ${value} <> ${helper(field.id, 'text')}) and ${value} <> '150000'
    then left(${value}, 4) || '00' end`
}
