import { sql } from 'kysely'
import type { Foundation } from '../../catalog/foundation.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import type { Warehouse } from '../warehouse.ts'
import { changedFiles, changedRows, type Inputs } from './inputs.ts'

/** Whether the register of changed keys has news since the last release, or one that answers for a key that it names. */
export async function keysMayChange(
  { engine, catalogue }: Pick<Warehouse, 'engine' | 'catalogue'>,
  { keyChanges, confirmedBy }: Foundation,
  inputs: Inputs,
): Promise<boolean> {
  const register = keyChanges && inputs[keyChanges.dataset]
  if (!keyChanges || !register || register.snapshot.files.length === 0) return false
  if (register.changed === null || changedFiles(register).length > 0) return true
  const { key } = datasetOf(catalogue, keyChanges.dataset)
  const changes = register.table.select(register.snapshot)
  const named = sql`(select ${sql.id(key)} from ${changes} union select ${sql.id(keyChanges.former)} from ${changes})`
  const added = confirmedBy.flatMap((id) => {
    const input = inputs[id]
    const rows = input && changedRows(input)
    if (!rows) return []
    return [sql`select ${sql.id(datasetOf(catalogue, id).key)} as key from ${rows}`]
  })
  if (added.length === 0) return false
  const rows = await engine.rows(
    sql`select 1 from (${sql.join(added, sql` union all `)}) where key in ${named} limit 1`,
  )
  return rows.length > 0
}
