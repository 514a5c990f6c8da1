import { sql } from 'kysely'
import type { KeySpace } from '../../catalog/identifiers.ts'
import { foundationOf } from '../../catalog/lookup.ts'
import type { KeyChanges } from '../engine/present_keys.ts'
import type { Relation } from '../engine/relation.ts'
import type { TemporaryTables } from '../engine/temporary.ts'
import { keyChanges } from './key_changes.ts'
import { keyRegisterOf, type RegisterLake } from './key_register.ts'

/**
 * The keys that subjects had before, as the registers of changes say, each in a small table. What resolution follows,
 * rules on rows together and topics follow too.
 * @param version of the log of a register to read, of changes or of those that answer for the keys; undefined: left out
 */
export async function keyChangesOf(
  platform: RegisterLake,
  tables: TemporaryTables,
  spaces: KeySpace[],
  version: (dataset: string) => Promise<number | undefined> | number | undefined,
): Promise<KeyChanges> {
  const found: KeyChanges = {}
  for (const space of spaces) {
    const register = await keyRegisterOf(
      platform,
      foundationOf(platform.catalogue, space.foundation),
      version,
    )
    if (!register) continue
    const rows: Relation = sql`select * from ${keyChanges(register)}`
    const map = await tables.createUnlessEmpty(`changes_${space.type}`, rows)
    if (map) found[space.type] = map
  }
  return found
}
