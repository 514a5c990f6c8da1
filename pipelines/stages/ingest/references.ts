import { sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import { datasetOf } from '../../../catalog/lookup.ts'
import { isSetRule, registersOf } from '../../../catalog/set_rule.ts'
import type { OwnRegister, References, Register } from '../../../quality/index.ts'
import { liveColumns } from '../../../warehouse/resolve/index.ts'
import type { Platform } from '../../platform.ts'

/**
 * For every register that the rules of `dataset` look into, itself included: its live rows, and the keys of records that
 * ended. A birth certificate may name a mother who has died since: she is known, but no longer in force.
 */
export async function referencesOf(platform: Platform, dataset: Dataset): Promise<References> {
  const registers: References = {}
  for (const id of new Set(dataset.rules.flatMap(registersOf))) {
    const table = platform.lake.table(`std/${id}`)
    if (!(await table.exists())) continue
    registers[id] = registerOf(datasetOf(platform.catalogue, id), table.select(await table.snapshot()), true)
  }
  return registers
}

/**
 * The register of an extract as it stood before it, whatever a run that was killed has added since; undefined where no
 * rule asks for it, or nothing came before.
 */
export async function ownRegister(
  platform: Platform,
  dataset: Dataset,
  { seq, asOf }: { seq: number; asOf: Date },
): Promise<OwnRegister | undefined> {
  const asked = dataset.rules.some(
    (rule) => isSetRule(rule) && rule.kind !== 'unique' && registersOf(rule).length === 0,
  )
  const table = platform.lake.table(`std/${dataset.id}`)
  if (!asked || !(await table.exists())) return undefined
  const std = sql`(select * from ${table.select(await table.snapshot())} where _extract < ${sql.lit(seq)})`
  return {
    ...registerOf(dataset, std),
    staying: (columns, mentioned) =>
      liveColumns({
        dataset,
        std,
        columns,
        where: sql`(_from > ${sql.lit(asOf.toISOString())}::timestamptz or ${sql.id(dataset.key)} in (select key from ${mentioned}))`,
      }),
  }
}

function registerOf(dataset: Dataset, std: ReturnType<typeof sql>, ended = false): Register {
  return {
    dataset,
    live: (columns, among) => liveColumns({ dataset, std, columns, ended, ...(among ? { among } : {}) }),
  }
}
