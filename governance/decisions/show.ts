import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { foundationOf } from '../../catalog/lookup.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { normalised } from '../../quality/normalise/fields.ts'
import { type Candidate, findCandidates } from '../../warehouse/candidates/find.ts'
import { baseColumnsOf, profileOf } from '../../warehouse/candidates/profile.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { latestRelease } from '../../warehouse/ledger/releases.ts'
import type { Platform } from '../platform.ts'
import { record } from '../record.ts'
import { fieldsIn } from './list.ts'
import './locale.ts'
import { waitingRows } from './waiting.ts'

/** A place of a record that waits. */
export interface WaitingPlace {
  dataset: Dataset
  extract: number
  line: number
}

export interface ShownCandidate extends Candidate {
  /** What the published record says, by column of the base table: the columns that were compared. */
  known: Record<string, string | null>
}

export interface ShownRecord {
  fields: Record<string, string | null>
  codes: string
  remembered: boolean
  /** Release that the candidates are of; null when nothing is published. */
  release: number | null
  candidates: ShownCandidate[]
}

/**
 * One waiting record with its candidates. Who looked at which goes to the audit log.
 * @throws ShuyuanError `candidates.no_such_record`
 */
export async function showWaiting(platform: Platform, place: WaitingPlace): Promise<ShownRecord> {
  const { dataset, extract, line } = place
  const rows = await waitingRows(platform, dataset)
  const here = sql`(select * from ${rows ?? sql`(select 1)`} where _extract = ${sql.lit(extract)} and _line = ${sql.lit(line)})`
  const [found] = rows
    ? await platform.engine.rows<{ codes: string; remembered: boolean }>(sql`select * from ${here}`)
    : []
  if (!found) throw noSuchRecord(place)
  const foundation = foundationOf(platform.catalogue, dataset.foundation)
  const release = await latestRelease(platform.ledger.db, foundation.id)
  const name = `base/${foundation.id}`
  const version = release?.tables[name]
  await record(platform, 'candidates', dataset.id, { extract, line })
  const candidates =
    version === undefined ? [] : await candidatesOf(platform, foundation, dataset, here, version)
  return {
    fields: fieldsIn(dataset, found),
    codes: found.codes,
    remembered: found.remembered,
    release: release?.number ?? null,
    candidates,
  }
}

export function noSuchRecord({ dataset, extract, line }: WaitingPlace): ShuyuanError {
  return new ShuyuanError('candidates.no_such_record', { dataset: dataset.id, extract, line })
}

async function candidatesOf(
  platform: Platform,
  foundation: Foundation,
  dataset: Dataset,
  waiting: Relation,
  version: number,
): Promise<ShownCandidate[]> {
  const { catalogue, engine, lake } = platform
  const profile = profileOf(foundation)
  if (!profile) return []
  const table = lake.table(`base/${foundation.id}`)
  const base = table.select(await table.snapshot({ version }))
  const session = await engine.session()
  try {
    const found = await findCandidates(session, {
      catalogue,
      foundation,
      dataset,
      waiting: sql`(select * from ${normalised(catalogue, dataset, waiting)})`,
      base,
    })
    const columns = profile.features
      .filter((feature) => feature.kind !== 'key')
      .flatMap((feature) => baseColumnsOf(catalogue, foundation, profile, feature))
    const known = sql.join(columns.map((column) => sql`${sql.lit(column)}: b.${sql.id(column)}::varchar`))
    const rows = await session.rows<Candidate & { known: string; parts: string }>(
      sql`select c.rank, c.key, c.score, to_json(c.parts)::varchar as parts, to_json({${known}})::varchar as known
        from ${found.rows} as c join ${base} as b on b.${sql.id(foundation.key)} = c.key order by c.rank`,
    )
    await found.dispose()
    return rows.map((row) => ({ ...row, parts: JSON.parse(row.parts), known: JSON.parse(row.known) }))
  } finally {
    session.close()
  }
}
