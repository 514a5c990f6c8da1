import { catalogue } from '../catalog/catalogue.ts'
import { identityOf } from '../catalog/dataset.ts'
import { resolveDivision } from '../catalog/divisions.ts'
import { sourcesOf } from '../catalog/element.ts'
import { columnOf, datasetOf, elementOf, elementsOf, fieldOf, foundationOf } from '../catalog/lookup.ts'
import type { ReadRow, TruthExtract } from './naive_reader.ts'

type Golden = Map<string, Record<string, string | null>>

/** A row with its normalised values, and the moment from which it counts. */
interface Standing extends ReadRow {
  from: string
}

/**
 * The slow, obvious way from the rows of the files to golden values, for the test of the truth: the registers as
 * they stand after the last extract, records under changed keys moved, each element from who answers for it.
 */
export function naiveGolden(foundationId: string, rows: ReadRow[], extracts: TruthExtract[]): Golden {
  const { datasets, keyChanges } = foundationOf(catalogue, foundationId)
  const live = datasets.flatMap((dataset) =>
    standing(
      extracts.filter((each) => each.dataset === dataset),
      rows.filter((row) => row.dataset === dataset),
    ),
  )
  const changes = live.filter((row) => row.dataset === keyChanges?.dataset)
  const subjects = new Map<string, Standing[]>()
  for (const row of live.sort((a, b) => (order(a) < order(b) ? -1 : 1))) {
    const key = presentKey(keyOf(row), changes, keyChanges?.former ?? '')
    subjects.set(key, [...(subjects.get(key) ?? []), row])
  }
  return new Map([...subjects].map(([key, own]) => [key, recordOf(foundationId, own)]))
}

/** Follows the changes of a key to the last one. What is said to have become two keys has not changed. */
function presentKey(key: string, changes: ReadRow[], former: string): string {
  const [change, other] = changes.filter((row) => row.values[former] === key)
  return change && !other ? presentKey(keyOf(change), changes, former) : key
}

/** Each element from the first source that has a row and answers, else from the first copy that may stand in. */
function recordOf(foundationId: string, rows: Standing[]): Record<string, string | null> {
  const record: Record<string, string | null> = {}
  const latest = new Map(rows.map((row) => [row.dataset, row.values]))
  for (const element of elementsOf(catalogue, foundationId)) {
    const [own] = sourcesOf(element).flatMap(({ field, when }) => {
      const values = latest.get(field.split('.')[0] ?? '')
      const answers = values && (!when || when.in.includes(values[when.field] ?? ''))
      return answers ? [values[field.split('.')[1] ?? ''] ?? null] : []
    })
    const ofOtherKind = sourcesOf(element).flatMap(({ field, when }) => (when ? [field] : []))
    const stand = [...element.fallbacks, ...ofOtherKind].map((field) => {
      const [dataset = '', id = ''] = field.split('.')
      return latest.get(dataset)?.[id] ?? null
    })
    record[columnOf(element.id)] = own === undefined ? (stand.find((each) => each !== null) ?? null) : own
  }
  return record
}

/** The records of one register that stand after its last extract. */
function standing(extracts: TruthExtract[], rows: ReadRow[]): Standing[] {
  const winners = new Map<string, Standing>()
  for (const { seq, mode, asOf } of extracts) {
    const own = rows.filter((row) => row.seq === seq).map(normalised)
    const taken = `${asOf} 00:00:00`
    if (mode === 'delta' || seq === 1) for (const row of own) offer(winners, { ...row, from: eventOf(row) })
    else {
      const had = new Map(winners)
      const newest = new Map(
        [...own].sort((a, b) => (naiveOrder(a) < naiveOrder(b) ? -1 : 1)).map((row) => [identity(row), row]),
      )
      for (const row of newest.values()) {
        const before = had.get(identity(row))
        if (before && before.operation !== 'D' && sameValues(before, row)) continue
        const back = before !== undefined && before.from > eventOf(row) && before.from <= taken
        offer(winners, { ...row, from: back ? taken : eventOf(row) })
      }
      const named = new Set(own.map(identity))
      for (const [id, row] of had)
        if (!named.has(id) && row.from <= taken)
          offer(winners, { ...row, operation: 'D', from: taken, seq, line: 0 })
    }
  }
  return [...winners.values()].filter((row) => row.operation !== 'D')
}

function offer(winners: Map<string, Standing>, row: Standing): void {
  const best = winners.get(identity(row))
  if (!best || order(row) > order(best)) winners.set(identity(row), row)
}

function sameValues(a: ReadRow, b: ReadRow): boolean {
  return JSON.stringify(Object.values(a.values)) === JSON.stringify(Object.values(b.values))
}

/** What tells a row of a file from the others of its dataset, normalised. */
export function naiveIdentity(row: ReadRow): string {
  return identity(normalised(row))
}

function identity(row: ReadRow): string {
  return identityOf(datasetOf(catalogue, row.dataset))
    .map((field) => row.values[field] ?? '')
    .join('|')
}

function keyOf(row: ReadRow): string {
  return row.values[datasetOf(catalogue, row.dataset).key] ?? ''
}

function eventOf(row: ReadRow): string {
  return row.values.updated_at ?? ''
}

function naiveOrder(row: ReadRow): string {
  return `${eventOf(row)} ${String(row.line).padStart(9, '0')}`
}

function order(row: Standing): string {
  return `${row.from} ${row.seq} ${String(row.line).padStart(9, '0')}`
}
function normalised(row: ReadRow): ReadRow {
  const values = Object.entries(row.values).filter(([column]) => !column.startsWith('_'))
  return {
    ...row,
    values: Object.fromEntries(
      values.map(([column, value]) => [column, normalise(row.dataset, column, value)]),
    ),
  }
}

function normalise(datasetId: string, column: string, received: string | null): string | null {
  const field = fieldOf(datasetOf(catalogue, datasetId), column)
  const value = received?.trim()
  if (!value) return null
  const type = elementOf(catalogue, field.element).type
  if (type === 'personName') return value.replace(/[•．・]/g, '·')
  if (type === 'date') return day(value)
  if (type === 'datetime') return value.slice(0, 19).replace('T', ' ')
  if (type === 'decimal') return fourPlaces(value)
  if (type === 'integer') return String(Number(value))
  if (type === 'geometry') return null
  if (type === 'code') return field.mapping?.[value] ?? value
  if (type === 'division') return resolveDivision(value)?.code ?? value
  if (type === 'citizenId' || type === 'uscc' || type === 'subjectId')
    return eighteen(value.normalize('NFKC').trim().toUpperCase())
  return value
}

/** 19880730, 1988/7/30 and 1988年7月30日 as 1988-07-30. */
function day(text: string): string {
  const [, year, month = '', date = ''] = /^(\d{4})\D?(\d{1,2})\D?(\d{1,2})\D?$/.exec(text) ?? []
  return `${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`
}

function eighteen(key: string): string {
  if (!/^\d{15}$/.test(key)) return key
  const first17 = `${key.slice(0, 6)}19${key.slice(6)}`
  for (const check of '0123456789X') if (checks(first17 + check)) return first17 + check
  return key
}

/** ISO 7064 MOD 11-2, as the standard itself words it: the weighted sum of all 18 characters leaves 1. */
export function checks(id: string): boolean {
  let sum = 0
  for (const digit of id) sum = (sum * 2 + (digit === 'X' ? 10 : Number(digit))) % 11
  return /^\d{17}[\dX]$/.test(id) && sum === 1
}

function fourPlaces(value: string): string {
  const [whole, fraction = ''] = value.split('.')
  return `${whole}.${fraction.padEnd(4, '0')}`
}
