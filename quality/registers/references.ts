import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { identifiersCompared, identifiersOf, keyChangesFollowed } from '../../catalog/identifiers.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { isSetRule, registersOf } from '../../catalog/rule.ts'
import { type KeyChanges, withPresentKeys } from '../../warehouse/engine/present_keys.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { TemporaryTables } from '../../warehouse/engine/temporary.ts'
import { keyChangesOf } from '../../warehouse/resolve/key_change_tables.ts'
import { subjectLog } from '../../warehouse/resolve/key_changes.ts'
import { newestVersion, type RegisterLake } from '../../warehouse/resolve/key_register.ts'
import { liveColumns } from '../../warehouse/resolve/live.ts'
import { isBefore } from '../../warehouse/resolve/log.ts'
import type { SubjectCities } from '../places.ts'
import type { Followed, OwnRegister, References, Register } from '../sets/input.ts'
import { placesOf } from './places.ts'

/** What the rules of a register hold its rows against. */
export interface JudgedAgainst {
  references: References
  own: OwnRegister | undefined
  followed: Followed
  places: SubjectCities[]
}

/**
 * The registers that the rules of `dataset` look into, the register itself as it stood before the extract, and the keys
 * that subjects had before: whichever number a register still uses, its rows count as the subject's own.
 * @param tables of the session that judges
 */
export async function judgedAgainst(
  platform: RegisterLake,
  tables: TemporaryTables,
  dataset: Dataset,
  extract: { seq: number; asOf: Date },
): Promise<JudgedAgainst> {
  const { catalogue } = platform
  const spaces = keyChangesFollowed(catalogue, dataset)
  const changes = await keyChangesOf(platform, tables, spaces, (id) => newestVersion(platform, id))
  const followed = { identifiers: identifiersCompared(catalogue, dataset), changes }
  return {
    references: await referencesOf(platform, dataset, changes),
    own: await ownRegister(platform, dataset, extract, changes),
    followed,
    places: await placesOf(platform, tables, dataset, changes),
  }
}

/**
 * For every register that the rules of `dataset` look into, itself included: its live rows, and the keys of records that
 * ended. A birth certificate may name a mother who has died since: she is known, but no longer in force.
 */
async function referencesOf(
  platform: RegisterLake,
  dataset: Dataset,
  changes: KeyChanges,
): Promise<References> {
  const registers: References = {}
  for (const id of new Set(dataset.rules.flatMap(registersOf))) {
    const table = platform.lake.table(`std/${id}`)
    if (!(await table.exists())) continue
    const std = table.select(await table.snapshot())
    registers[id] = registerOf(platform, datasetOf(platform.catalogue, id), { std, changes, ended: true })
  }
  return registers
}

/**
 * The register of an extract as it stood before it, whatever came earlier that was taken later, or was added by a run
 * that was killed; undefined where no rule asks for it, or nothing came before.
 */
async function ownRegister(
  platform: RegisterLake,
  dataset: Dataset,
  { seq, asOf }: { seq: number; asOf: Date },
  changes: KeyChanges,
): Promise<OwnRegister | undefined> {
  const asked = dataset.rules.some(
    (rule) => isSetRule(rule) && rule.kind !== 'unique' && registersOf(rule).length === 0,
  )
  const table = platform.lake.table(`std/${dataset.id}`)
  if (!asked || !(await table.exists())) return undefined
  const std = sql`(select * from ${table.select(await table.snapshot())} where ${isBefore({ asOf, seq })})`
  const log: RegisterLog = { std, changes, ended: false }
  const map = mapOf(platform, dataset, changes)
  const key = sql.id(dataset.key)
  return {
    ...registerOf(platform, dataset, log),
    staying: (columns, mentioned) =>
      liveColumns({
        dataset,
        std: subjectsIn(platform, dataset, log, columns),
        columns,
        where: sql`(_from > ${sql.lit(asOf.toISOString())}::timestamptz or ${key} in (select key from ${mentioned}))`,
      }),
    stated:
      map &&
      sql`(select ${key} as key from ${std}
      where _op is distinct from 'D' and ${key} in (select current from ${map}))`,
  }
}

/** The log of a register, and how it is read. */
interface RegisterLog {
  std: Relation
  changes: KeyChanges
  /** Keys of ended records too. */
  ended: boolean
}

function registerOf(platform: RegisterLake, dataset: Dataset, log: RegisterLog): Register {
  return {
    dataset,
    live: (columns, among) =>
      liveColumns({
        dataset,
        std: subjectsIn(platform, dataset, log, [...columns, ...(among?.columns ?? [])]),
        columns,
        ended: log.ended,
        ...(among ? { among } : {}),
      }),
  }
}

/** The log with every subject under its present key, in the register's own key and in what `columns` name. */
function subjectsIn(
  platform: RegisterLake,
  dataset: Dataset,
  { std, changes }: RegisterLog,
  columns: string[],
): Relation {
  const named = identifiersOf(platform.catalogue, dataset).filter(
    ({ column }) => column !== dataset.key && columns.includes(column),
  )
  return withPresentKeys(subjectLog(dataset, std, mapOf(platform, dataset, changes)), named, changes)
}

/** The changes of the register's own key. */
function mapOf(platform: RegisterLake, dataset: Dataset, changes: KeyChanges): Relation | undefined {
  const own = identifiersOf(platform.catalogue, dataset).find(({ column }) => column === dataset.key)
  return own && changes[own.type]
}
