import type { RawBuilder } from 'kysely'
import { dueRows } from '../../objections/index.ts'
import type { Platform } from '../../platform.ts'

/** A register's failing rows, and the objections to them, as relations. */
export interface Relations {
  quarantine: RawBuilder<unknown>
  due: RawBuilder<unknown>
}

/** Opens the relations of a register once, however many reports read them; undefined without a quarantine. */
export type OpenRelations = (dataset: string) => Promise<Relations | undefined>

export function relationsOf(platform: Platform): OpenRelations {
  const opened = new Map<string, Promise<Relations | undefined>>()
  return (dataset) => {
    const relations = opened.get(dataset) ?? openOf(platform, dataset)
    opened.set(dataset, relations)
    return relations
  }
}

async function openOf(platform: Platform, dataset: string): Promise<Relations | undefined> {
  const table = platform.lake.table(`quarantine/${dataset}`)
  if (!(await table.exists())) return undefined
  const snapshot = await table.snapshot()
  if (snapshot.files.length === 0) return undefined
  return { quarantine: table.select(snapshot), due: await dueRows(platform, dataset) }
}
