import type { Foundation } from '../../catalog/foundation.ts'
import type { Release } from '../ledger/releases.ts'
import type { Warehouse } from '../warehouse.ts'
import type { Inputs, Marks } from './inputs.ts'
import type { Outputs } from './outputs.ts'
import type { BuildScope } from './scope.ts'

/** One build of a foundation: what it reads, what it makes anew, into which tables. */
export interface Build {
  warehouse: Warehouse
  foundation: Foundation
  inputs: Inputs
  marks: Marks | undefined
  /** Versions of everything that it reads, and the number of its transaction. */
  versions: Record<string, number>
  transaction: number
  outputs: Outputs
  scope: BuildScope
  last: Release | undefined
  /** Stem of the names of the files that it writes. */
  name: string
  runId: number | null
  /** When the newest input was taken, where records expire. */
  asOf: Date | undefined
  /** The register of changed keys, or one that answers for a key that it names, has news since the last release. */
  keysChanged: boolean
  progress(done: number, total: number): void
}
