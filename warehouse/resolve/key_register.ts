import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import type { Column } from '../engine/column.ts'
import type { Relation } from '../engine/relation.ts'
import type { Lake } from '../lake/types.ts'
import { stdColumns } from '../tables/datasets.ts'
import { inPresentColumns } from '../tables/present_columns.ts'
import { authorityOf, type KeyRegister } from './key_changes.ts'
import { unretracted } from './log.ts'

/** The registers that a catalogue declares, and the lake that their logs are in. */
export interface RegisterLake {
  catalogue: Catalogue
  lake: Lake
}

/**
 * A foundation's register of changed keys as it stood, and the registers that answer for the keys beside it; undefined
 * where it has no rows.
 * @param version of the log of a register; undefined: it is left out
 */
export async function keyRegisterOf(
  { lake, catalogue }: RegisterLake,
  foundation: Foundation,
  version: (dataset: string) => Promise<number | undefined> | number | undefined,
): Promise<KeyRegister | undefined> {
  const { keyChanges } = foundation
  if (!keyChanges) return undefined
  const log = async (dataset: string) => {
    const at = await version(dataset)
    if (at === undefined) return undefined
    const table = lake.table(`std/${dataset}`)
    const snapshot = await table.snapshot({ version: at })
    return snapshot.files.length > 0
      ? presentLog({ catalogue }, dataset, table.select(snapshot), snapshot.schema)
      : undefined
  }
  const std = await log(keyChanges.dataset)
  if (!std) return undefined
  const answering = new Map(
    await Promise.all(foundation.confirmedBy.map(async (id) => [id, await log(id)] as const)),
  )
  return {
    dataset: datasetOf(catalogue, keyChanges.dataset),
    changes: keyChanges,
    std: unretracted(std),
    authority: authorityOf(catalogue, foundation, (id) => answering.get(id)),
  }
}

/** A version of a register's log, which may be of an earlier catalogue, in today's columns. */
export function presentLog(
  { catalogue }: Pick<RegisterLake, 'catalogue'>,
  dataset: string,
  rows: Relation,
  schema: Column[],
): Relation {
  const register = datasetOf(catalogue, dataset)
  return inPresentColumns(rows, schema, stdColumns(catalogue, register), register)
}

/** The newest version of a register's log; undefined where it has none. */
export async function newestVersion(
  { lake }: Pick<RegisterLake, 'lake'>,
  dataset: string,
): Promise<number | undefined> {
  const table = lake.table(`std/${dataset}`)
  return (await table.exists()) ? (await table.snapshot()).version : undefined
}
