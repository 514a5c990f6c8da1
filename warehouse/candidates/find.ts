import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import type { Expression } from '../engine/relation.ts'
import type { Session } from '../engine/session.ts'
import { TemporaryTables, withTemporaryTables } from '../engine/temporary.ts'
import { blockHashes } from './blocks.ts'
import { baseColumnsOf, FLOOR, fieldsOf, MOST, type Profile, profileOf } from './profile.ts'
import { comparable, pointsOf } from './similarity.ts'

/** A combination that more published records share says nothing about whose a record is. */
const MOST_IN_BLOCK = 2000

export interface FindInput {
  catalogue: Catalogue
  foundation: Foundation
  dataset: Dataset
  /** Records without a usable key: `_extract`, `_line`, and the dataset's fields, normalised. The key as it was read. */
  waiting: Expression
  /** The published golden records. */
  base: Expression
}

/** Good until `dispose`. */
export interface Candidates {
  /**
   * `_extract`, `_line`, `rank` (from 1), `key`, `score` (0 to 100), `parts` (points by feature); ordered by record
   * and rank.
   */
  rows: Expression
  dispose(): Promise<void>
}

/** One candidate as rows of `Candidates` give it. */
export interface Candidate {
  rank: number
  key: string
  score: number
  /** Points by feature. */
  parts: Record<string, number>
}

/**
 * The published records that each waiting record may belong to: at most five, the best first, equal ones in the order
 * of their keys. The same rows in any order give the same candidates. Nothing is decided here. A foundation without a
 * profile has no candidates.
 */
export async function findCandidates(session: Session, input: FindInput): Promise<Candidates> {
  const profile = profileOf(input.foundation)
  if (!profile) return { rows: none, dispose: async () => {} }
  const kept = new TemporaryTables(session, 'candidates')
  try {
    const found = await withTemporaryTables(session, 'candidates', async (tables) => {
      const waiting = await tables.create('waiting', waitingRows(input, profile))
      const known = await tables.create('known', publishedBlocks(input, profile, waiting))
      const pairs = await tables.create('pairs', pairsOf(waiting, known))
      return kept.create('found', bestOf(input, profile, waiting, pairs))
    })
    return { rows: sql`(select * from ${found})`, dispose: () => kept.drop() }
  } catch (error) {
    await kept.drop()
    throw error
  }
}

const none = sql`(select null::integer as _extract, null::bigint as _line, null::integer as rank, null::varchar as key,
  null::integer as score, null::struct(key integer) as parts where false)`

function waitingRows({ catalogue, dataset, waiting }: FindInput, profile: Profile): Expression {
  const values = profile.features.map((feature) => {
    const fields = fieldsOf(catalogue, dataset, profile, feature).map((field) => sql`${sql.id(field)}`)
    return sql`${comparable(feature.kind, fields)} as ${sql.id(feature.id)}`
  })
  const features = sql`(select _extract, _line, ${sql.join(values)} from ${waiting})`
  return sql`select *, ${blockHashes(profile, plain)} as blocks from ${features}`
}

const plain = (feature: string): Expression => sql`${sql.id(feature)}`

/** The features of the published records. */
function publishedRows({ catalogue, foundation, base }: FindInput, profile: Profile): Expression {
  const values = profile.features.map((feature) => {
    const columns = baseColumnsOf(catalogue, foundation, profile, feature).map(
      (column) => sql`${sql.id(column)}`,
    )
    return sql`${comparable(feature.kind, columns)} as ${sql.id(feature.id)}`
  })
  return sql`(select ${sql.join(values)} from ${base})`
}

/** Key and block of the published records that share a block with a waiting one. */
function publishedBlocks(input: FindInput, profile: Profile, waiting: Expression): Expression {
  const asked = sql`(select distinct unnest(blocks) from ${waiting})`
  return sql`select key, block from (
      select key, unnest(${blockHashes(profile, plain)}) as block from ${publishedRows(input, profile)})
    where block in ${asked}`
}

function pairsOf(waiting: Expression, known: Expression): Expression {
  const telling = sql`(select block from ${known} group by block having count(*) <= ${sql.lit(MOST_IN_BLOCK)})`
  return sql`select distinct w._extract, w._line, k.key
    from (select _extract, _line, unnest(blocks) as block from ${waiting}) as w
    join (select * from ${known} where block in ${telling}) as k using (block)`
}

function bestOf(input: FindInput, profile: Profile, waiting: Expression, pairs: Expression): Expression {
  const parts = profile.features.map((feature) => {
    const points = pointsOf(feature, sql`${sql.id('w', feature.id)}`, sql`${sql.id('k', feature.id)}`)
    return { id: feature.id, points }
  })
  const columns = sql.join(parts.map(({ id, points }) => sql`${points} as ${sql.id(`points_${id}`)}`))
  const sum = sql.join(
    parts.map(({ id }) => sql`${sql.id(`points_${id}`)}`),
    sql` + `,
  )
  const struct = sql.join(parts.map(({ id }) => sql`${sql.lit(id)}: ${sql.id(`points_${id}`)}`))
  return sql`select _extract, _line, row_number() over best::integer as rank, key, score, parts
    from (select _extract, _line, key, (${sum})::integer as score, {${struct}} as parts from (
      select p._extract, p._line, p.key, ${columns} from ${pairs} as p
        join ${waiting} as w on p._extract = w._extract and p._line = w._line
        join (select * from ${publishedRows(input, profile)} where key in (select key from ${pairs})) as k on p.key = k.key))
    where score >= ${sql.lit(FLOOR)}
    window best as (partition by _extract, _line order by score desc, key)
    qualify rank <= ${sql.lit(MOST)}
    order by _extract, _line, rank`
}
