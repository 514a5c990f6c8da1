import type { Column } from '../engine/column.ts'
import { schemaDifference } from './schema.ts'
import type { CreateOptions, Snapshot } from './types.ts'

/** What a table is created with. */
export interface Definition {
  schema: Column[]
  partitionBy: string[]
  changeFeed: boolean
  deletionVectors: boolean
}

/** How a table gets from the definition it has to the one wanted. */
export interface Evolution {
  /** Delta's name of it. */
  operation: 'REPLACE TABLE' | 'ADD COLUMNS' | 'SET TBLPROPERTIES'
  definition: Definition
}

/** What differs between a table and the definition wanted, in words; null when nothing does. */
export function difference(have: Snapshot, want: Definition): string | null {
  const problem = otherThanVectors(have, want)
  if (problem || have.deletionVectors === want.deletionVectors) return problem
  return `its deletion vectors are ${onOff(have.deletionVectors)}`
}

function otherThanVectors(have: Snapshot, want: Definition): string | null {
  const columns = schemaDifference(have.schema, want.schema)
  if (columns) return columns
  if (have.partitionBy.join() !== want.partitionBy.join()) {
    return `it is partitioned by (${have.partitionBy.join()}), wanted (${want.partitionBy.join()})`
  }
  return have.changeFeed === want.changeFeed ? null : `its change feed is ${onOff(have.changeFeed)}`
}

const onOff = (on: boolean) => (on ? 'on' : 'off')

/**
 * The step that `evolve` allows from what the table has to what is wanted, which differs; null when it allows
 * none. Deletion vectors alone are switched on without touching a row.
 */
export function evolutionTo(
  have: Snapshot,
  want: Definition,
  evolve: CreateOptions['evolve'],
): Evolution | null {
  if (evolve === undefined || (evolve === 'add' && have.deletionVectors && !want.deletionVectors)) return null
  if (!otherThanVectors(have, want)) return { operation: 'SET TBLPROPERTIES', definition: want }
  if (evolve === 'replace') return { operation: 'REPLACE TABLE', definition: want }
  const known = new Set(have.schema.map((column) => column.name))
  const fresh = want.schema.filter((column) => !known.has(column.name))
  const schema = [...have.schema, ...fresh]
  const isAddition = fresh.every((column) => column.nullable) && !otherThanVectors({ ...have, schema }, want)
  return isAddition ? { operation: 'ADD COLUMNS', definition: { ...want, schema } } : null
}
