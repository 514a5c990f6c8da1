import { sql } from 'kysely'
import { type Dataset, identityOf } from '../../../catalog/dataset.ts'
import { acceptedRows } from '../../../governance/decisions/accepted.ts'
import { decisionsBefore, undoneDecisions } from '../../../governance/decisions/apply.ts'
import { decisionMark, rescuedRow } from '../../../warehouse/candidates/index.ts'
import type { Session } from '../../../warehouse/engine/engine.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { TemporaryTables } from '../../../warehouse/engine/temporary.ts'
import type { Change, LakeTable, Snapshot } from '../../../warehouse/lake/index.ts'
import type { Extract } from '../../../warehouse/ledger/index.ts'
import { deltaRows, dumpRows, isBefore } from '../../../warehouse/resolve/index.ts'
import { stageRows } from '../../../warehouse/resolve/standard_rows.ts'
import { stdColumns } from '../../../warehouse/tables/index.ts'
import type { Platform } from '../../platform.ts'

/** A late extract, and the log that it comes to. */
export interface Late {
  dataset: Dataset
  table: LakeTable
  /** The log without the extract. */
  snapshot: Snapshot
  /** What the extract brings to the log: std's columns without `bucket`. */
  rows: Relation
  /** The full dumps that were taken later and are in the log, in the order of their times. */
  dumps: Extract[]
  /** Stem of the names of the files that are written. */
  name: string
}

/**
 * What a late extract changes in the log: its own rows; and, of the same keys, the rows that each later full dump brings
 * now that the register before it is another. Rows that a dump brought before and would not bring now are deleted. What
 * the dumps said is read again from their rows as received, without those that were rejected, with the decisions of people
 * that were in force then; nothing is judged anew. A row that a person rescued begins where it would have, had the late
 * extract been there; one that was taken back stays taken back.
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
    await takeBack(work)
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
  failing: Relation
  /** Rows `key`: the keys that the late extract brings; undefined: every key of the register. */
  keys: Relation | undefined
  /** The late extract's rows. */
  own: Relation
  /** What the dumps brought so far, with its places: a table with `_file` and `_row`. */
  before: Relation
  /** Of that, the rows that people rescued. */
  rescued: Relation
  /** The log without that, with the late extract, and with what the dumps bring now. */
  log: Relation
  /** What the dumps bring now. */
  again: Relation
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
  const brought = sql`_extract in (${seqs}) and _op is distinct from 'R'`
  const before = await tables.create('before', sql`select * from ${log} where ${brought}`)
  // They were rejected as they came, and are in the log all the same.
  const rescued = sql`(select ${columns} from ${before} semi join (select _extract, _line from ${failing} where rejected)
    using (_extract, _line))`
  await session.exec(sql`delete from ${log} where ${brought}`)
  await session.exec(sql`insert into ${log} by name select * from ${own}`)
  const again = await tables.create('again', sql`select ${columns} from ${own} where false`)
  return { platform, session, tables, dataset, fields, failing, keys, own, before, rescued, log, again }
}

/** Adds to the log what a dump brings to it. */
async function state(work: Work, dump: Extract): Promise<void> {
  const { platform, session, dataset, fields, log } = work
  const { seq, asOf } = dump
  const tables = new TemporaryTables(session, 'late_dump')
  const quarantined = sql`(select * from ${work.failing} where _extract = ${sql.lit(seq)})`
  try {
    const decisions = await decisionsBefore(platform, dataset, seq)
    const said = { dataset, extract: dump, quarantined, keys: work.keys, decisions }
    const accepted = await acceptedRows(platform, session, tables, said)
    const std = sql`(select * exclude (_file, _row) from ${log} where ${isBefore(dump)})`
    const given = { dataset, asOf, accepted, quarantined, std }
    const { mentioned } = await endsOf(platform, session, tables, given)
    const rows = await tables.create(
      'rows',
      sql`select ${list(fields)} from ${dumpRows({ ...given, seq, mentioned })}`,
    )
    await add(work, rows)
    await add(work, await tables.create('rescued', rescuedAgain(work, dump)))
  } finally {
    await tables.drop()
  }
}

async function add({ session, log, again }: Work, rows: Relation): Promise<void> {
  for (const target of [log, again])
    await session.exec(sql`insert into ${target} by name select * from ${rows}`)
}

/** The rows that people rescued from a dump, in the states in which they enter the log as it is now. */
function rescuedAgain({ dataset, fields, rescued, log }: Work, { seq, asOf }: Extract): Relation {
  const stood = sql`select * exclude (_from, _as_of) from ${rescued} where _extract = ${sql.lit(seq)}`
  const begun = deltaRows({ dataset, accepted: sql`(${stood})`, asOf })
  const std = sql`(select ${list(fields)} from ${log})`
  return sql`select ${list(fields)} from ${rescuedRow({ identity: identityOf(dataset), begun, std, seq, mode: 'full', asOf })}`
}

/** Takes back what the dumps bring now by a decision that was undone, where they brought nothing by it before. */
async function takeBack(work: Work): Promise<void> {
  const { platform, session, dataset, log, again } = work
  const undone = await undoneDecisions(platform, dataset)
  if (undone.length === 0) return
  const marks = sql.join(undone.map((seq) => sql`${decisionMark(sql.lit(seq))}`))
  await session.exec(sql`insert into ${again} by name select * replace ('R' as _op) from ${again} as s
    where list_has_any(string_split(coalesce(_repair, ''), ','), [${marks}]) and not exists (select 1 from ${log} as r
      where r._op = 'R' and r._extract = s._extract and r._line = s._line and r._repair is not distinct from s._repair)`)
}

/** The rows that are not among the others. */
function without(rows: Relation, others: Relation, fields: string[]): Relation {
  const content = (side: string) => sql`row(${sql.join(fields.map((field) => sql.id(side, field)))})`
  return sql`(select * from ${rows} as r where not exists (select 1 from ${others} as o
    where o._extract = r._extract and o._line = r._line and ${content('o')} is not distinct from ${content('r')}))`
}

function list(names: string[]): Relation {
  return sql.join(names.map((name) => sql.id(name)))
}
