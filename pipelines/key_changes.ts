import { type RawBuilder, sql } from 'kysely'
import type { KeySpace } from '../catalog/identifiers.ts'
import { datasetOf } from '../catalog/lookup.ts'
import type { KeyChanges } from '../warehouse/engine/present_keys.ts'
import { keyChanges, type TemporaryTables } from '../warehouse/resolve/index.ts'
import type { Platform } from './platform.ts'

/**
 * The keys that subjects had before, as the registers of changes say, each in a small table. What resolution follows,
 * rules on rows together and topics follow too.
 * @param version of the log of a register to read; undefined: the register is left out
 */
export async function keyChangesOf(
  platform: Platform,
  tables: TemporaryTables,
  spaces: KeySpace[],
  version: (dataset: string) => Promise<number | undefined> | number | undefined,
): Promise<KeyChanges> {
  const found: KeyChanges = {}
  for (const space of spaces) {
    const read = await version(space.dataset)
    if (read === undefined) continue
    const log = platform.lake.table(`std/${space.dataset}`)
    const snapshot = await log.snapshot({ version: read })
    if (snapshot.files.length === 0) continue
    const dataset = datasetOf(platform.catalogue, space.dataset)
    const rows: RawBuilder<unknown> = sql`select * from ${keyChanges(dataset, space.former, log.select(snapshot))}`
    const map = await tables.createUnlessEmpty(`changes_${space.type}`, rows)
    if (map) found[space.type] = map
  }
  return found
}

/** The newest version of a register's log; undefined where it has none. */
export async function newestVersion(platform: Platform, dataset: string): Promise<number | undefined> {
  const log = platform.lake.table(`std/${dataset}`)
  return (await log.exists()) ? (await log.snapshot()).version : undefined
}
