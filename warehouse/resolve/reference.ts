import { identityOf } from '../../catalog/dataset.ts'
import {
  type Attribute,
  answersFor,
  type FieldRef,
  type Resolution,
  refText,
  type Source,
  sameField,
} from './model.ts'
import { differPlainly } from './spelling.ts'

/** A std row with its values as text; event times all in one sortable form. */
export interface ReferenceRow {
  _extract: number
  _line: number
  _op: 'I' | 'U' | 'D'
  _repair: string | null
  /** When the state begins, in the form of the event times. */
  _from: string
  values: Record<string, string | null>
}

/** Flat rows: lists comma-joined, an origin `extract:line:observed` under its dataset's id. */
export type FlatRow = Record<string, string | null>

type Winners = Map<string, ReferenceRow>

/**
 * Resolution spelled out record by record: slow, obvious, and what the generated SQL is tested against.
 * `rows` by dataset; `marks` holds the columns in dispute, by key.
 */
export function resolveSlowly(
  resolution: Resolution,
  rows: Record<string, ReferenceRow[]>,
  marks: Record<string, string[]> = {},
) {
  const keys = new Set<string>()
  for (const dataset of resolution.datasets) {
    for (const row of rows[dataset.id] ?? []) keys.add(row.values[dataset.key] ?? '')
  }
  const golden: FlatRow[] = []
  const conflicts: FlatRow[] = []
  for (const key of [...keys].sort()) {
    const winners = winnersFor(resolution, rows, key)
    if (winners.size === 0) continue
    golden.push({ ...goldenRow(resolution, key, winners), disputed: disputedOf(marks[key]) })
    conflicts.push(...conflictRows(resolution, key, winners))
  }
  return { golden, conflicts }
}

function disputedOf(columns: string[] = []): string | null {
  return columns.length > 0 ? [...new Set(columns)].sort().join(',') : null
}

function winnersFor(resolution: Resolution, rows: Record<string, ReferenceRow[]>, key: string): Winners {
  const winners: Winners = new Map()
  for (const dataset of resolution.datasets) {
    const own = (rows[dataset.id] ?? []).filter((row) => row.values[dataset.key] === key)
    const records = new Map<string, ReferenceRow[]>()
    for (const row of own) {
      const record = JSON.stringify(identityOf(dataset).map((field) => row.values[field]))
      records.set(record, [...(records.get(record) ?? []), row])
    }
    const live = [...records.values()].flatMap((states) => {
      const last = latest(states)
      return last && last._op !== 'D' ? [last] : []
    })
    const best = latest(live)
    if (best) winners.set(dataset.id, best)
  }
  return winners
}

function latest(rows: ReferenceRow[]): ReferenceRow | undefined {
  return [...rows].sort(
    (a, b) => -a._from.localeCompare(b._from, 'en') || b._extract - a._extract || b._line - a._line,
  )[0]
}

function goldenRow(resolution: Resolution, key: string, winners: Winners): FlatRow {
  const row: FlatRow = { [resolution.foundation.key]: key }
  const provisional: string[] = []
  for (const attribute of resolution.attributes) {
    const source = sourceFor(attribute, key, winners)
    const fallback = source ? undefined : attribute.fallbacks.find((ref) => read(winners, ref) !== null)
    if (fallback) provisional.push(attribute.column)
    row[attribute.column] = read(winners, source ?? fallback)
  }
  for (const measure of resolution.measures) {
    const fallback = measure.fallbacks.find((ref) => read(winners, ref) !== null)
    row[measure.column] = read(winners, sourceFor(measure, key, winners) ?? fallback)
  }
  const confirms = (each: Resolution['confirmers'][number]) =>
    winners.has(each.dataset.id) && answersFor(each.keyPrefixes, key)
  row.record_status = resolution.confirmers.some(confirms) ? 'confirmed' : 'unconfirmed'
  row.provisional = provisional.length > 0 ? provisional.join(',') : null
  const speller = resolution.keyOrder.find(confirms)
  row.key_repair = (speller && winners.get(speller.dataset.id)?._repair) ?? null
  for (const dataset of resolution.datasets) row[dataset.id] = place(winners, { dataset, field: dataset.key })
  return row
}

function conflictRows(resolution: Resolution, key: string, winners: Winners): FlatRow[] {
  return resolution.attributes
    .flatMap((attribute) => {
      const source = sourceFor(attribute, key, winners)
      if (!source) return unanswered(resolution, attribute, key, winners)
      const value = read(winners, source)
      return attribute.carriers
        .filter((copy) => !sameField(copy, source))
        .filter((copy) => read(winners, copy) !== null)
        .filter((copy) => differPlainly(attribute.element.type, read(winners, copy), value))
        .map((copy) => ({
          [resolution.foundation.key]: key,
          element: attribute.column,
          kind: kindOf(attribute, key, winners, copy) ?? (value === null ? 'authority_missing' : 'differs'),
          authority: `${source.dataset.id} ${place(winners, source)}`,
          authority_value: value,
          copy: `${refText(copy)} ${place(winners, copy)}`,
          copy_value: read(winners, copy),
        }))
    })
    .sort((a, b) => (`${a.element} ${a.copy}` < `${b.element} ${b.copy}` ? -1 : 1))
}

/** Sources with a record of another kind than theirs, each against the first other one. */
function unanswered(
  { foundation }: Resolution,
  attribute: Attribute,
  key: string,
  winners: Winners,
): FlatRow[] {
  return attribute.sources
    .filter((copy) => copy.when && read(winners, copy) !== null)
    .flatMap((copy) => {
      const other = attribute.sources.find((each) => !sameField(each, copy))
      return other
        ? [
            {
              [foundation.key]: key,
              element: attribute.column,
              kind: 'authority_missing',
              authority: `${other.dataset.id} ${place(winners, other) ?? '::'}`,
              authority_value: read(winners, other),
              copy: `${refText(copy)} ${place(winners, copy)}`,
              copy_value: read(winners, copy),
            },
          ]
        : []
    })
}

function kindOf(attribute: Attribute, key: string, winners: Winners, copy: FieldRef): 'both_answer' | null {
  const rival = attribute.sources.find((each) => sameField(each, copy))
  return rival && answers(rival, key, winners) ? 'both_answer' : null
}

function sourceFor(attribute: Attribute, key: string, winners: Winners): Source | undefined {
  return attribute.sources.find((source) => answers(source, key, winners))
}

function answers({ dataset, keyPrefixes, when }: Source, key: string, winners: Winners): boolean {
  const row = winners.get(dataset.id)
  return (
    answersFor(keyPrefixes, key) &&
    row !== undefined &&
    (!when || when.in.includes(row.values[when.field] ?? ''))
  )
}

function read(winners: Winners, ref: FieldRef | undefined): string | null {
  return (ref && winners.get(ref.dataset.id)?.values[ref.field]) ?? null
}

function place(winners: Winners, { dataset }: FieldRef): string | null {
  const row = winners.get(dataset.id)
  return row ? `${row._extract}:${row._line}:${row.values[dataset.eventTime] ?? ''}` : null
}
