import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { type Dataset, identityOf } from '../../catalog/dataset.ts'
import { decisionMark, rescuedRow } from '../candidates/decisions.ts'
import { haveInCommon, partsOf } from '../engine/functions.ts'
import { everyRow, type Relation } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import type { TemporaryTables } from '../engine/temporary.ts'
import type { Change, LakeTable, Snapshot } from '../lake/types.ts'
import { stdColumns } from '../tables/datasets.ts'
import { deltaRows, dumpRows, isBefore, type Position } from './log.ts'
import { stageRows } from './standard_rows.ts'

/** A late extract, and the log that it comes to. */
export interface Late {
  dataset: Dataset
  table: LakeTable
  /** The log without the extract. */
  snapshot: Snapshot
  /** What the extract brings to the log: std's columns without `bucket`. */
  rows: Relation
  /** What was not accepted of the full dumps that were taken later and are in the log. */
  failing: Relation
  /** Their numbers. */
  dumps: number[]
  /** Every key of the register is looked at, not only those that the extract brings. */
  whole: boolean
}

/** The log while later dumps are stated again after a late extract, in temporary tables. */
export interface LateLog {
  catalogue: Catalogue
  session: Session
  dataset: Dataset
  /** Std's columns without `bucket`. */
  fields: string[]
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

/** What a dump said, as it was judged. */
export interface DumpContents {
  accepted: Relation
  quarantined: Relation
  /** Keys, in a column `key`, of records that it mentions though none of its accepted rows is theirs. */
  mentioned: Relation
}

/** Rows of quarantine/<dataset> of these extracts. */
export function failingOf(quarantine: Relation, seqs: number[]): Relation {
  return sql`(select * from ${quarantine} where _extract in (${sql.join(seqs.map((seq) => sql.lit(seq)))}))`
}

/** Takes what the later dumps brought out of the log, and the late extract into it. */
export async function openLateLog(
  catalogue: Catalogue,
  session: Session,
  tables: TemporaryTables,
  { dataset, table, snapshot, rows, failing, dumps, whole }: Late,
): Promise<LateLog> {
  const own = await tables.create('own', everyRow(rows))
  const key = sql`${sql.id(dataset.key)}::varchar`
  const keys = whole ? undefined : await tables.create('keys', sql`select distinct ${key} as key from ${own}`)
  const wanted = keys ? sql`${key} in (select key from ${keys})` : sql`true`
  const names = stdColumns(catalogue, dataset).map(({ name }) => name)
  const fields = names.filter((name) => name !== 'bucket')
  const columns = list(fields)
  const stood = table.select(snapshot, { positions: true })
  const log = await tables.create('log', sql`select ${columns}, _file, _row from ${stood} where ${wanted}`)
  const seqs = sql.join(dumps.map((seq) => sql.lit(seq)))
  const brought = sql`_extract in (${seqs}) and _op is distinct from 'R'`
  const before = await tables.create('before', sql`select * from ${log} where ${brought}`)
  // They were rejected as they came, and are in the log all the same.
  const rescued = sql`(select ${columns} from ${before} semi join (select _extract, _line from ${failing} where rejected)
    using (_extract, _line))`
  await session.exec(sql`delete from ${log} where ${brought}`)
  await session.exec(sql`insert into ${log} by name select * from ${own}`)
  const again = await tables.create('again', sql`select ${columns} from ${own} where false`)
  return { catalogue, session, dataset, fields, keys, own, before, rescued, log, again }
}

/** The log as it stood before a dump was taken. */
export function logBefore({ log }: LateLog, dump: Position): Relation {
  return sql`(select * exclude (_file, _row) from ${log} where ${isBefore(dump)})`
}

/** Adds to the log what a dump brings to it. @param std what `logBefore` gave */
export async function stateDump(
  late: LateLog,
  tables: TemporaryTables,
  { seq, asOf }: Position,
  { std, ...said }: DumpContents & { std: Relation },
): Promise<void> {
  const { dataset, fields } = late
  const brought = dumpRows({ dataset, asOf, seq, std, ...said })
  await add(late, await tables.create('rows', sql`select ${list(fields)} from ${brought}`))
  await add(late, await tables.create('rescued', rescuedAgain(late, { seq, asOf })))
}

async function add({ session, log, again }: LateLog, rows: Relation): Promise<void> {
  for (const target of [log, again])
    await session.exec(sql`insert into ${target} by name select * from ${rows}`)
}

/** The rows that people rescued from a dump, in the states in which they enter the log as it is now. */
function rescuedAgain({ dataset, fields, rescued, log }: LateLog, { seq, asOf }: Position): Relation {
  const stood = sql`select * exclude (_from, _as_of) from ${rescued} where _extract = ${sql.lit(seq)}`
  const begun = deltaRows({ dataset, accepted: sql`(${stood})`, asOf })
  const std = sql`(select ${list(fields)} from ${log})`
  return sql`select ${list(fields)} from ${rescuedRow({ identity: identityOf(dataset), begun, std, seq, mode: 'full', asOf })}`
}

/** Takes back what the dumps bring now by decisions that were undone, where they brought nothing by them before. */
export async function takeBack({ session, log, again }: LateLog, undone: number[]): Promise<void> {
  if (undone.length === 0) return
  const marks = sql.join(undone.map((seq) => sql`${decisionMark(sql.lit(seq))}`))
  await session.exec(sql`insert into ${again} by name select * replace ('R' as _op) from ${again} as s
    where ${haveInCommon(partsOf(sql`coalesce(_repair, '')`, ','), sql`[${marks}]`)} and not exists (select 1 from ${log} as r
      where r._op = 'R' and r._extract = s._extract and r._line = s._line and r._repair is not distinct from s._repair)`)
}

/** What the late extract changes in the log, staged as files with this stem. */
export async function stageLate(
  { catalogue, session, dataset, fields, own, before, again }: LateLog,
  { table, snapshot }: Pick<Late, 'table' | 'snapshot'>,
  name: string,
): Promise<Pick<Change, 'add' | 'deletes' | 'remove'>> {
  const columns = list(fields)
  const added = sql`(select ${columns} from ${own} union all by name select ${columns} from ${without(again, before, fields)})`
  const gone = sql`select _file, _row from ${without(before, again, fields)}`
  const orderBy = list(['_extract', '_line', ...identityOf(dataset), '_from'])
  return {
    add: await stageRows({ catalogue }, session, table, dataset, added, { name, orderBy }),
    deletes: await table.stageDeletes(session, snapshot, gone, { name }),
    remove: [],
  }
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
