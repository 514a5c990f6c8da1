import { sql } from 'kysely'
import { catalogue } from '../../catalog/catalogue.ts'
import { keepsHistory } from '../../catalog/dataset.ts'
import { datasetOf, foundationOf } from '../../catalog/lookup.ts'
import type { Platform } from '../../pipelines/platform.ts'
import { stateColumns } from '../../warehouse/tables/datasets.ts'
import { baseColumns, conflictColumns } from '../../warehouse/tables/foundations.ts'
import type { Output } from '../benchmark.ts'
import { outputOf } from '../contestant.ts'
import { namesOf } from './by_hand.ts'

/** What a build of the platform made, by the names of its tables; nothing of tables that have no row. */
export async function outputsOfBuild(
  platform: Platform,
  foundationId: string,
): Promise<Record<string, Output>> {
  const foundation = foundationOf(catalogue, foundationId)
  const outputs: Record<string, Output> = {}
  const read = async (name: string, table: string, columns: { name: string }[]) => {
    const { lake, engine } = platform
    if (!(await lake.table(table).exists())) return
    const rows = lake.table(table).select(await lake.table(table).snapshot())
    const names = sql.join(namesOf(columns).map((column) => sql.id(column)))
    const output = await outputOf(engine, sql`(select ${names} from ${rows})`)
    if (output.rows > 0) outputs[name] = output
  }
  await read('base', `base/${foundation.id}`, baseColumns(catalogue, foundation))
  await read('conflicts', `conflicts/${foundation.id}`, conflictColumns(foundation))
  for (const dataset of foundation.datasets.map((id) => datasetOf(catalogue, id)).filter(keepsHistory))
    await read(`history/${dataset.id}`, `history/${dataset.id}`, stateColumns(catalogue, dataset))
  return outputs
}
