import { sql } from 'kysely'
import type { Expression } from '../../warehouse/engine/relation.ts'

/** What the rules of one extract are judged against. */
export interface Judging {
  /** The time of which the extract speaks; undefined: nothing is judged as being in the future, nobody as too old. */
  asOf?: Date
  /** The compiled expressions of custom rules, by rule id. */
  expressions?: ReadonlyMap<string, Expression>
}

const DAY = 86_400_000
const SHANGHAI = 8 * 3_600_000
/** Nobody has lived longer: the oldest person on record died at 122. */
const OLDEST = 130

/** The last day that is not in the future: the day after the extract's, in China. */
export function lastDay({ asOf }: Judging): string {
  if (!asOf) return '2200-12-31'
  return new Date(asOf.getTime() + SHANGHAI + DAY).toISOString().slice(0, 10)
}

/** The first birthday of anybody alive, `OLDEST` years before the last day; undefined without a time of the extract. */
export function firstBirthday(judging: Judging): string | undefined {
  if (!judging.asOf) return undefined
  const last = lastDay(judging)
  const day = `${Number(last.slice(0, 4)) - OLDEST}${last.slice(4)}`
  return day.endsWith('-02-29') ? day.replace('-02-29', '-03-01') : day
}

/** `lastDay` as a DATE. */
export function dayAfter(judging: Judging): Expression {
  return sql`date ${sql.lit(lastDay(judging))}`
}
