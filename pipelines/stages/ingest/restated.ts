import { type RawBuilder, sql } from 'kysely'
import { type Dataset, identityOf } from '../../../catalog/dataset.ts'
import { keysOf, standardRows } from '../../../quality/index.ts'
import type { Session } from '../../../warehouse/engine/engine.ts'
import { stdColumns } from '../../../warehouse/foundations/index.ts'
import type { Change, LakeTable, Snapshot } from '../../../warehouse/lake/index.ts'
import type { Extract } from '../../../warehouse/ledger/index.ts'
import { dumpRows, isBefore, TemporaryTables, unretracted } from '../../../warehouse/resolve/index.ts'
import type { Platform } from '../../platform.ts'
import { extractFile, stageRows } from './append_once.ts'
import { applyDecisions } from './decisions.ts'
import { endsOf, hasUnclearRows } from './ends/index.ts'

type Rows = RawBuilder<unknown>

/** A late extract, and the log that it comes to. */
export interface Late {
  dataset: Dataset
  table: LakeTable
  /** The log without the extract. */
  snapshot: Snapshot
  /** What the extract brings to the log: std's columns without `bucket`. */
  rows: Rows
  /** The full dumps that were taken later and are in the log, in the order of their times. */
  dumps: Extract[]
  /** Stem of the names of the files that are written. */
  name: string
}

/**
 * What a late extract changes in the log: its own rows; and, of the same keys, the rows that each later full dump brings
 * now that the register before it is another. Rows that a dump brought before and would not bring now are deleted. What
 * the dumps said is read again from their rows as received, without those that were rejected; nothing is judged anew.
 */
export async function restated(
  platform: Platform,
  session: Session,
  late: Late,
): Promise<Pick<Change, 'add' | 'deletes' | 'remove'>> {
  const { dataset, table, snapshot, name } = late
  const tables = new TemporaryTables(session, 'late')
  try {
    const work = await openWork(platform, session, tables, late)
    for (const dump of late.dumps) await state(work, dump)
    const { fields, own, before, again } = work
    const columns = list(fields)
    const added = sql`(select ${columns} from ${own} union all by name select ${columns} from ${without(again, before, fields)})`
    const gone = sql`select _file, _row from ${without(before, again, fields)}`
    const orderBy = list(['_extract', '_line', ...identityOf(dataset), '_from'])
    return {
      add: await stageRows(platform, session, table, dataset, added, { name, orderBy }),
      deletes: await table.stageDeletes(session, snapshot, gone, { name }),
      remove: [],
    }
  } finally {
    await tables.drop()
  }
}

interface Work {
  platform: Platform
  session: Session
  tables: TemporaryTables
  dataset: Dataset
  /** Std's columns without `bucket`. */
  fields: string[]
  /** What was not accepted of the dumps. */
  failing: Rows
  /** Rows `key`: the keys that the late extract brings; undefined: every key of the register. */
  keys: Rows | undefined
  /** The late extract's rows. */
  own: Rows
  /** What the dumps brought so far, with its places: a table with `_file` and `_row`. */
  before: Rows
  /** The log without that, with the late extract, and with what the dumps bring now. */
  log: Rows
  /** What the dumps bring now. */
  again: Rows
}

async function openWork(
  platform: Platform,
  session: Session,
  tables: TemporaryTables,
  { dataset, table, snapshot, rows, dumps }: Late,
): Promise<Work> {
  const own = await tables.create('own', sql`select * from ${rows}`)
  const quarantine = platform.lake.table(`quarantine/${dataset.id}`)
  const seqs = sql.join(dumps.map(({ seq }) => sql.lit(seq)))
  const failing = sql`(select * from ${quarantine.select(await quarantine.snapshot())} where _extract in (${seqs}))`
  // Which records are kept for a line that nobody can read depends on all that the dump does not have.
  const whole = await hasUnclearRows(session, dataset, failing)
  const key = sql`${sql.id(dataset.key)}::varchar`
  const keys = whole ? undefined : await tables.create('keys', sql`select distinct ${key} as key from ${own}`)
  const wanted = keys ? sql`${key} in (select key from ${keys})` : sql`true`
  const names = stdColumns(platform.catalogue, dataset).map(({ name }) => name)
  const fields = names.filter((name) => name !== 'bucket')
  const columns = list(fields)
  const stood = table.select(snapshot, { positions: true })
  const log = await tables.create('log', sql`select ${columns}, _file, _row from ${stood} where ${wanted}`)
  // A row that was rescued by a person's decision, or taken back, stays as it is.
  const brought = sql`_extract in (${seqs}) and _op is distinct from 'R' and not contains(_file, '/decision-')`
  const before = await tables.create('before', sql`select * from ${log} where ${brought}`)
  await session.exec(sql`delete from ${log} where ${brought}`)
  await session.exec(sql`insert into ${log} by name select * from ${own}`)
  const again = await tables.create('again', sql`select ${columns} from ${own} where false`)
  return { platform, session, tables, dataset, fields, failing, keys, own, before, log, again }
}

/** Adds to the log what a dump brings to it. */
async function state(work: Work, dump: Extract): Promise<void> {
  const { platform, session, dataset, fields, log } = work
  const { seq, asOf } = dump
  const tables = new TemporaryTables(session, 'late_dump')
  const quarantined = sql`(select * from ${work.failing} where _extract = ${sql.lit(seq)})`
  try {
    const accepted = await saidBy(work, tables, dump, quarantined)
    const std = sql`(select * exclude (_file, _row) from ${log} where ${isBefore(dump)})`
    const given = { dataset, asOf, accepted, quarantined, std }
    const { mentioned } = await endsOf(platform, session, tables, given)
    const rescued = sql`select ${sql.id(dataset.key)}::varchar as key from ${unretracted(log)} where _extract = ${sql.lit(seq)}`
    const kept = sql`(select key from ${mentioned} union all ${rescued})`
    const rows = await tables.create(
      'rows',
      sql`select ${list(fields)} from ${dumpRows({ ...given, seq, mentioned: kept })}`,
    )
    for (const target of [log, work.again])
      await session.exec(sql`insert into ${target} by name select * from ${rows}`)
  } finally {
    await tables.drop()
  }
}

/** What a dump said of the keys, as it was accepted: rows in std's columns without `_from`, `_as_of` and `bucket`. */
async function saidBy(
  { platform, session, dataset, keys }: Work,
  tables: TemporaryTables,
  { seq, asOf }: Extract,
  quarantined: Rows,
): Promise<Rows> {
  const { catalogue, lake } = platform
  const table = lake.table(`raw/${dataset.id}`)
  const snapshot = await table.snapshot()
  const files = snapshot.files.filter((file) => file.path.includes(extractFile('ingest', seq)))
  const decided = await applyDecisions(session, platform, dataset, table.select(snapshot, { files }), asOf)
  try {
    const rejected = sql`select _line from ${quarantined} where rejected`
    const good = sql`(select * from ${decided.raw} where _line not in (${rejected}))`
    const lines = keys && (await tables.create('lines', linesOf(catalogue, dataset, good, keys)))
    const raw = lines ? sql`(select * from ${good} where _line in (select _line from ${lines}))` : good
    const standard = await standardRows(session, { catalogue, dataset, raw })
    try {
      return await tables.create('said', sql`select * from ${decided.accepted(standard.rows)}`)
    } finally {
      await standard.dispose()
    }
  } finally {
    await decided.dispose()
  }
}

function linesOf(catalogue: Platform['catalogue'], dataset: Dataset, raw: Rows, keys: Rows): Rows {
  return sql`select _line from ${keysOf({ catalogue, dataset, raw })} where key in (select key from ${keys})`
}

/** The rows that are not among the others. */
function without(rows: Rows, others: Rows, fields: string[]): Rows {
  const content = (side: string) => sql`row(${sql.join(fields.map((field) => sql.id(side, field)))})`
  return sql`(select * from ${rows} as r where not exists (select 1 from ${others} as o
    where o._extract = r._extract and o._line = r._line and ${content('o')} is not distinct from ${content('r')}))`
}

function list(names: string[]): Rows {
  return sql.join(names.map((name) => sql.id(name)))
}
