import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { catalogue } from '../../catalog/catalogue.ts'
import { entitle } from '../../exchange/entitle.ts'
import { type PlatformKeys, platformKeys } from '../../exchange/keys.ts'
import { type BuiltPackage, buildPackage } from '../../exchange/package.ts'
import { type Request, type RequestInput, requestSchema } from '../../exchange/request.ts'
import { type Engine, openEngine } from '../../warehouse/engine/engine.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'

/** A person of the golden table, by the columns that the tests use. */
export interface Person {
  citizen_id: string
  name: string | null
  birth_date: string | null
  household_division: string | null
  household_address: string | null
  phone: string | null
  contribution_base: string | null
  record_status: 'confirmed' | 'unconfirmed'
  /** Columns in dispute as a list, `[name,sex]`. */
  disputed?: string | null
}

export const DAY = new Date('2026-11-24T04:00:00Z')
export const RELEASED = new Date('2026-11-20T01:02:03Z')

/** A request of 呼和浩特 for persons of its own area; `change` overrides any part. */
export function personRequest(change: Partial<RequestInput> = {}): Request {
  return requestSchema.parse({
    id: 'hohhot_person',
    city: '150100',
    foundation: 'person',
    fields: [
      { element: 'person.citizen_id', hash: true },
      { element: 'person.name' },
      { element: 'person.birth_date' },
      { element: 'person.household_division' },
      { element: 'person.household_address', clear: true, clearLegalBasis: '测试依据' },
      { element: 'person.phone' },
      { element: 'person.contribution_base', clear: true, clearLegalBasis: '测试依据' },
    ],
    divisions: ['150102', '150103'],
    purpose: '核对低保申请',
    legalBasis: '《社会救助暂行办法》',
    approval: { reference: '内数审〔2026〕1号', by: '自治区数据局', on: '2026-01-01' },
    from: '2026-01-01',
    to: '2026-12-31',
    ...change,
  })
}

export interface Bench {
  engine: Engine
  keys: PlatformKeys
  root: string
  path(...parts: string[]): string
  close(): Promise<void>
}

/** An engine, platform keys and a scratch folder. */
export async function openBench(): Promise<Bench> {
  const root = await mkdtemp(join(tmpdir(), 'shuyuan-exchange-'))
  const engine = await openEngine({ tempDirectory: join(root, 'spill'), threads: 2, memoryLimit: '1GB' })
  return {
    engine,
    root,
    keys: await platformKeys(join(root, 'keys')),
    path: (...parts) => join(root, ...parts),
    close: async () => {
      engine.close()
      await rm(root, { recursive: true, force: true })
    },
  }
}

const COLUMNS: [string, Expression][] = [
  ['citizen_id', sql`VARCHAR`],
  ['name', sql`VARCHAR`],
  ['birth_date', sql`DATE`],
  ['household_division', sql`VARCHAR`],
  ['household_address', sql`VARCHAR`],
  ['phone', sql`VARCHAR`],
  ['contribution_base', sql`DECIMAL(18, 4)`],
  ['record_status', sql`VARCHAR`],
  ['disputed', sql`VARCHAR[]`],
]

/** Persons (with any extra text or number columns) as a typed relation. */
export function personRows(
  persons: (Person & Record<string, unknown>)[],
  extra: [string, Expression][] = [],
): Relation {
  const columns = [...COLUMNS, ...extra]
  const select = (person: Record<string, unknown>) =>
    sql`SELECT ${sql.join(columns.map(([name, type]) => sql`CAST(${person[name] ?? null} AS ${type}) AS ${sql.ref(name)}`))}`
  if (persons.length === 0) return sql`(${select({})} WHERE false)`
  return sql`(${sql.join(persons.map(select), sql` UNION ALL `)})`
}

/** A change feed: persons with `_change_type` and `_commit_version`. */
export function changeRows(rows: (Person & { _change_type: string; _commit_version: number })[]): Relation {
  return personRows(
    rows.map((row) => ({ ...row })),
    [
      ['_change_type', sql`VARCHAR`],
      ['_commit_version', sql`BIGINT`],
    ],
  )
}

export const testCatalogue = catalogue

/** Builds a full package of `persons` for the standard request. */
export async function fullPackage(
  bench: Bench,
  persons: Person[],
  options: {
    outDir?: string
    request?: Partial<RequestInput>
    sequence?: number
    release?: number
    previous?: string
  } = {},
): Promise<BuiltPackage> {
  return buildPackage(bench.engine, {
    entitlement: entitle(catalogue, personRequest(options.request), DAY),
    rows: personRows(persons.map((person) => ({ ...person }))),
    release: { foundation: 'person', number: options.release ?? 1, createdAt: RELEASED },
    kind: 'full',
    sequence: options.sequence ?? 1,
    previous: options.previous,
    keys: bench.keys,
    outDir: options.outDir ?? bench.path('outbox'),
  })
}

/** A person in scope with awkward values. */
export function person(change: Partial<Person> = {}): Person {
  return {
    citizen_id: '150102190001010018',
    name: '巴特尔·孟和',
    birth_date: '1900-01-01',
    household_division: '150102',
    household_address: '=新城区"一号",\n二楼',
    phone: '13800138000',
    contribution_base: '12345678901234.5678',
    record_status: 'confirmed',
    ...change,
  }
}
