import type { Foundation } from '../../catalog/foundation.ts'
import { bucketNumber, changedFiles, type Inputs, rowsIn } from './inputs.ts'
import type { Output, Outputs } from './outputs.ts'

/** When a bucket is made anew as a whole. */
export interface BuildLimits {
  /** Rows that came since the last release, as a share of the bucket's records. */
  wholeShare: number
  /** Files of one table. */
  files: number
  /** Deleted rows, as a share of those in the files. */
  deletedShare: number
}

/** What a build makes anew: whole buckets, and single records of others. */
export interface BuildScope {
  whole: number[]
  /** Buckets of which some records changed. */
  partly: number[]
}

/** Decides from counts alone, so that the same inputs lead to the same files. */
export function buildScope(
  foundation: Foundation,
  limits: BuildLimits,
  inputs: Inputs,
  outputs: Outputs,
  first: boolean,
): BuildScope {
  const all = Array.from({ length: foundation.buckets }, (_, bucket) => bucket)
  const unknown = Object.values(inputs).some(({ changed }) => changed === null)
  const emptied = [outputs.base, ...outputs.states].some((output) => isEmptied(inputs, output))
  if (first || unknown || emptied) return { whole: all, partly: [] }
  const added = Object.values(inputs).flatMap(changedFiles)
  const whole = all.filter((bucket) => {
    const rows = rowsIn(added.filter((file) => bucketNumber(file) === bucket))
    const records = rowsIn(outputs.base.before.files.filter((file) => bucketNumber(file) === bucket))
    return rows > 0 && (rows > records * limits.wholeShare || worn(limits, outputs, bucket))
  })
  const changed = new Set(added.map(bucketNumber))
  return { whole, partly: all.filter((bucket) => changed.has(bucket) && !whole.includes(bucket)) }
}

/** A table that was made with other columns begins anew. */
function isEmptied(inputs: Inputs, { before, done, dataset }: Output): boolean {
  const sources = dataset === undefined ? Object.values(inputs) : [inputs[dataset]]
  return (
    !done && before.files.length === 0 && sources.some((input) => rowsIn(input?.snapshot.files ?? []) > 0)
  )
}

/** Buckets reach the limit one after the other, so that not all are made anew at once. */
function worn({ files: most, deletedShare }: BuildLimits, outputs: Outputs, bucket: number): boolean {
  return [outputs.base, outputs.conflicts, ...outputs.states].some((output) => {
    const files = filesOf(output, bucket)
    const rows = rowsIn(files)
    const physical = files.reduce((sum, file) => sum + (file.deletionVector?.cardinality ?? 0), rows)
    return files.length > most + (bucket % most) || (physical - rows) / Math.max(physical, 1) > deletedShare
  })
}

function filesOf(output: Output, bucket: number) {
  return output.before.files.filter((file) => bucketNumber(file) === bucket)
}

/**
 * Whether rows of records in a bucket may have been added to a dataset or deleted from it since the last release. Where keys
 * changed, rows are sent under former ones too, which may lie in any other bucket.
 */
export function changedIn(
  { foundation, inputs }: { foundation: Foundation; inputs: Inputs },
  dataset: string,
  bucket: number,
): boolean {
  const input = inputs[dataset]
  if (!input) return false
  if (input.changed === null) return true
  const register = foundation.keyChanges && inputs[foundation.keyChanges.dataset]
  const anywhere = rowsIn(register?.snapshot.files ?? []) > 0
  return changedFiles(input).some((file) => anywhere || bucketNumber(file) === bucket)
}
