import { type RawBuilder, sql } from 'kysely'

/** What the rules of one extract are judged against. */
export interface Judging {
  /** The time of which the extract speaks; undefined: nothing is judged as being in the future. */
  asOf?: Date
}

const DAY = 86_400_000
const SHANGHAI = 8 * 3_600_000

/** The last day that is not in the future: the day after the extract's, in China. */
export function lastDay({ asOf }: Judging): string {
  if (!asOf) return '2200-12-31'
  return new Date(asOf.getTime() + SHANGHAI + DAY).toISOString().slice(0, 10)
}

/** `lastDay` as a DATE. */
export function dayAfter(judging: Judging): RawBuilder<unknown> {
  return sql`date ${sql.lit(lastDay(judging))}`
}
