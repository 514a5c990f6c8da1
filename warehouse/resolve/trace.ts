import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import type { Name } from '../../catalog/names.ts'
import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { type Attribute, answersFor, type FieldRef, type Resolution, resolutionOf } from './model.ts'
import {
  type ExtractInfo,
  type Place,
  type SourceRecord,
  type StdReader,
  sourceRecords,
} from './trace_sources.ts'

export interface TraceInput {
  catalogue: Catalogue
  foundation: Foundation
  /** The normalised key of the record. */
  key: string
  /** The published rows; restricting them to the key's bucket is enough. */
  base: Relation
  conflicts: Relation
  /** The std rows that the release was built from, for repairs and for telling several fallbacks apart. */
  std?: Record<string, Relation>
  extractOf: (dataset: string, extract: number) => Promise<ExtractInfo | undefined> | ExtractInfo | undefined
}

/** Everything that is known about where one record comes from. Holds personal data. */
export interface Trace {
  foundation: string
  key: string
  status: 'confirmed' | 'unconfirmed'
  /** Repairs made to the key as its authority sent it: fullwidth, trim, lowercase_x, 15to18, comma-joined. */
  keyRepair: string | null
  /** True where an objection stands against the key itself. */
  keyDisputed: boolean
  /** The winning row of every dataset that has the record. */
  sources: SourceRecord[]
  elements: TracedElement[]
}

/**
 * One element with the row that its value was taken from (for NULL: the authority's row); its members are null
 * when no dataset that may give it has the record.
 */
export type TracedElement = FieldPlace & {
  /** Catalogue id, `person.name`. */
  element: string
  column: string
  name: Name
  value: string | null
  /** True of a value taken from a copy because its authority has no record. */
  provisional: boolean
  /** True of a value that an objection stands against. */
  disputed: boolean
  disagreements: Disagreement[]
}

type Located = Place & { field: string }
type FieldPlace = { [Member in keyof Located]: Located[Member] | null }

/** A copy that differs from the authority. */
export interface Disagreement extends Place {
  field: string
  kind: 'differs' | 'authority_missing'
  value: string
}

/** The origin of every element of one published record; null when the foundation has no such record. */
export async function trace(session: Session, input: TraceInput): Promise<Trace | null> {
  const resolution = resolutionOf(input.catalogue, input.foundation)
  const row = await baseRow(session, resolution, input)
  if (!row) return null
  const sources = await sourceRecords(session, resolution, { ...input, std: input.std ?? {} })
  const disagreements = await disagreementsOf(session, input, sources.records)
  return {
    foundation: input.foundation.id,
    key: input.key,
    status: row.record_status === 'confirmed' ? 'confirmed' : 'unconfirmed',
    keyRepair: row.key_repair ?? null,
    keyDisputed: isDisputed(row, input.foundation.key),
    sources: sources.records,
    elements: resolution.attributes.map((attribute) => {
      const provisional = (row.provisional ?? '').split(',').includes(attribute.column)
      return {
        element: attribute.element.id,
        column: attribute.column,
        name: attribute.element.name,
        value: row[`=${attribute.column}`] ?? null,
        ...(fromOf(attribute, input.key, { provisional, ...sources }) ?? NOWHERE),
        provisional,
        disputed: isDisputed(row, attribute.column),
        disagreements: disagreements.get(attribute.column) ?? [],
      }
    }),
  }
}

const NOWHERE: FieldPlace = {
  dataset: null,
  department: null,
  departmentId: null,
  field: null,
  extract: null,
  file: null,
  sha256: null,
  asOf: null,
  line: null,
  observed: null,
}

type BaseRow = Record<string, string | null>

async function baseRow(
  session: Session,
  resolution: Resolution,
  input: TraceInput,
): Promise<BaseRow | undefined> {
  const values = resolution.attributes.map(
    ({ column }) => sql`${sql.id(column)}::varchar as ${sql.id(`=${column}`)}`,
  )
  const [row] = await session.rows<BaseRow>(sql`select ${sql.join(values)}, record_status, key_repair,
    array_to_string(provisional, ',') as provisional, array_to_string(disputed, ',') as disputed
    from ${input.base} where ${sql.id(resolution.foundation.key)} = ${input.key}`)
  return row
}

function isDisputed(row: BaseRow, column: string): boolean {
  return (row.disputed ?? '').split(',').includes(column)
}

function fromOf(
  attribute: Attribute,
  key: string,
  known: { provisional: boolean; records: SourceRecord[]; reader: StdReader },
): Located | null {
  const present = (ref: FieldRef) => known.records.some((record) => record.dataset === ref.dataset.id)
  const candidates: FieldRef[] = known.provisional
    ? attribute.fallbacks.filter((ref) => known.reader.mayHaveValue(ref))
    : attribute.sources.filter(
        (source) => answersFor(source.keyPrefixes, key) && known.reader.mayAnswer(source),
      )
  const ref = candidates.find(present)
  return ref ? placed(known.records, ref.dataset.id, ref.field) : null
}

function placed(records: SourceRecord[], dataset: string, field: string): Located | null {
  const record = records.find((each) => each.dataset === dataset)
  if (!record) return null
  const { repairs: _, ...place } = record
  return { ...place, field }
}

async function disagreementsOf(session: Session, input: TraceInput, records: SourceRecord[]) {
  const rows = await session.rows<
    { element: string; kind: Disagreement['kind']; copy_dataset: string } & Copy
  >(
    sql`select element, kind, copy_dataset, copy_field, copy_value from ${input.conflicts}
      where ${sql.id(input.foundation.key)} = ${input.key} order by element, copy_dataset, copy_field`,
  )
  const byElement = new Map<string, Disagreement[]>()
  for (const row of rows) {
    const from = placed(records, row.copy_dataset, row.copy_field)
    if (!from) continue
    const list = byElement.get(row.element) ?? []
    byElement.set(row.element, [...list, { kind: row.kind, value: row.copy_value, ...from }])
  }
  return byElement
}

interface Copy {
  copy_field: string
  copy_value: string
}
