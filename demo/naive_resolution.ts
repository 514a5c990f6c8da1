import { catalogue } from '../catalog/catalogue.ts'
import { resolveDivision } from '../catalog/divisions.ts'
import { datasetOf, elementOf, fieldOf } from '../catalog/lookup.ts'
import type { ReadRow } from './naive_reader.ts'

/** The slow, obvious way from the rows of the files to golden values, for the test of the truth. */
export function naiveGolden(foundation: string, rows: ReadRow[]): Map<string, Record<string, string | null>> {
  const kept = new Map<string, ReadRow>()
  for (const row of rows.map(normalised)) {
    const key = `${row.dataset}/${keyOf(row)}`
    const best = kept.get(key)
    if (!best || order(row) > order(best)) kept.set(key, row)
  }
  const golden = new Map<string, Record<string, string | null>>()
  for (const row of kept.values()) {
    if (row.operation === 'D') continue
    const record = golden.get(keyOf(row)) ?? {}
    golden.set(keyOf(row), record)
    for (const field of datasetOf(catalogue, row.dataset).fields) {
      const [owner, column = ''] = field.element.split('.')
      if (owner === foundation && field.role !== 'copy') record[column] = row.values[field.id] ?? null
    }
    if (row.dataset === 'social_insurance') record.insured_name = row.values.name ?? null
  }
  return golden
}

/** The key of a row as it stands in a file, normalised. */
export function naiveKey(row: ReadRow): string {
  return keyOf(normalised(row))
}

function keyOf(row: ReadRow): string {
  return row.values[datasetOf(catalogue, row.dataset).key] ?? ''
}

function order(row: ReadRow): string {
  return `${row.values.updated_at} ${row.seq} ${String(row.line).padStart(9, '0')}`
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
  if (type === 'decimal') return Number(value).toFixed(4)
  if (type === 'code') return field.mapping?.[value] ?? value
  if (type === 'division') return resolveDivision(value)?.code ?? value
  if (type === 'citizenId' || type === 'uscc') return eighteen(value.normalize('NFKC').trim().toUpperCase())
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
