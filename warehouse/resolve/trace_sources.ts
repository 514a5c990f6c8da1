import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Name } from '../../catalog/names.ts'
import type { Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import type { FieldRef, Resolution, Source } from './model.ts'

/** What the ledger knows of an extract. */
export interface ExtractInfo {
  fileName: string
  department: string
  asOf: Date
  sha256: string
}

/** A row of an extract. File and hash are empty when the ledger does not know the extract. */
export interface Place {
  dataset: string
  department: Name | null
  departmentId: string
  extract: number
  file: string
  sha256: string
  asOf: Date | null
  /** Line of the file, from 1. */
  line: number
  /** When the department last changed the row. */
  observed: Date | null
}

/** The winning row of a dataset. */
export interface SourceRecord extends Place {
  /** Repairs made to the key as this dataset sent it; null when its std rows were not given. */
  repairs: string[] | null
}

/** What the std rows say, where they were given. */
export interface StdReader {
  /** False when the row is known and has no value in the field. */
  mayHaveValue(ref: FieldRef): boolean
  /** False when the row is known and is not of the kind that the source answers for. */
  mayAnswer(source: Source): boolean
}

interface Input {
  catalogue: Catalogue
  key: string
  base: Relation
  std: Record<string, Relation>
  extractOf: (dataset: string, extract: number) => Promise<ExtractInfo | undefined> | ExtractInfo | undefined
}

/** The winning rows behind a published record, in the order of the foundation's datasets. */
export async function sourceRecords(
  session: Session,
  resolution: Resolution,
  input: Input,
): Promise<{ records: SourceRecord[]; reader: StdReader }> {
  const records: SourceRecord[] = []
  const rows = new Map<string, StdRow>()
  for (const dataset of resolution.datasets) {
    const origin = await originIn(session, resolution, input, dataset)
    if (!origin) continue
    const row = await stdRow(session, dataset, input.std[dataset.id], origin)
    if (row) rows.set(dataset.id, row)
    const repairs = row ? (row._repair?.split(',') ?? []) : null
    records.push({ ...(await placeOf(input, dataset, origin)), repairs })
  }
  const mayHaveValue = (ref: FieldRef) => rows.get(ref.dataset.id)?.[ref.field] !== null
  const mayAnswer = ({ dataset, when }: Source) => {
    const row = rows.get(dataset.id)
    return !when || !row || when.in.includes(row[when.field] ?? '')
  }
  return { records, reader: { mayHaveValue, mayAnswer } }
}

interface Origin {
  extract: number
  line: number
  observed: Date | null
}
type StdRow = Record<string, string | null>

async function originIn(
  session: Session,
  resolution: Resolution,
  input: Input,
  dataset: Dataset,
): Promise<Origin | undefined> {
  const key = sql.id(resolution.foundation.key)
  const [row] = await session.rows<Origin>(sql`select o.extract, o.line::double as line, o.observed from (
    select struct_extract(origin, ${sql.lit(dataset.id)}) as o from ${input.base} where ${key} = ${input.key})
    where o is not null and o.extract is not null`)
  return row
}

async function stdRow(
  session: Session,
  dataset: Dataset,
  std: Relation | undefined,
  origin: Origin,
): Promise<StdRow | undefined> {
  if (!std) return undefined
  const fields = dataset.fields.map(({ id }) => sql`${sql.id(id)}::varchar as ${sql.id(id)}`)
  const [row] = await session.rows<StdRow>(sql`select _repair, ${sql.join(fields)} from ${std}
    where _extract = ${origin.extract} and _line = ${origin.line}`)
  return row
}

async function placeOf(input: Input, dataset: Dataset, origin: Origin): Promise<Place> {
  const extract = await input.extractOf(dataset.id, origin.extract)
  const id = extract?.department ?? dataset.providingDepartment
  return {
    dataset: dataset.id,
    department: input.catalogue.departments.find((department) => department.id === id)?.name ?? null,
    departmentId: id,
    extract: origin.extract,
    file: extract?.fileName ?? '',
    sha256: extract?.sha256 ?? '',
    asOf: extract?.asOf ?? null,
    line: origin.line,
    observed: origin.observed,
  }
}
