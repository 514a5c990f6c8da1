import { sql } from 'kysely'
import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import type { Platform } from '../../pipelines/platform.ts'
import type { Output } from '../benchmark.ts'
import { outputOf } from '../contestant.ts'
import { REGISTER, ruleNames } from './by_hand.ts'

/** What of the platform's tables is compared with those by hand, by their names. */
export async function outputsOfPlatform({ lake, engine }: Platform): Promise<Record<string, Output>> {
  const fields = sql.join(datasetOf(catalogue, REGISTER).fields.map(({ id }) => sql.id(id)))
  const of = async (table: string) => lake.table(table).select(await lake.table(table).snapshot())
  const own = sql.lit(REGISTER.length + 2)
  const names = sql.join(ruleNames.map((rule) => sql.lit(`${REGISTER}.${rule}`)))
  const position = sql`_extract, _line, _op`
  return {
    raw: await outputOf(
      engine,
      sql`(select ${position}, ${fields}, _extra from ${await of(`raw/${REGISTER}`)})`,
    ),
    std: await outputOf(
      engine,
      sql`(select ${position}, ${fields}, _repair, _from, _as_of from ${await of(`std/${REGISTER}`)})`,
    ),
    quarantine: await outputOf(
      engine,
      sql`(select ${position}, rejected, list_sort(list_transform(violations, lambda each: substr(each.rule, ${own}))) as violations,
        raw, division from ${await of(`quarantine/${REGISTER}`)})`,
    ),
    // The script counts by the rules on rows; what is found of an extract as a whole is the platform's own.
    history: await outputOf(
      engine,
      sql`(select _extract, division, substr(rule, ${own}) as rule, checked, failed
        from ${await of('quality/history')} where rule in (${names}))`,
    ),
  }
}
