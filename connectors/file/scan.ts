import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Clock } from '../../core/clock.ts'
import { ShuyuanError } from '../../core/errors.ts'
import '../locale.ts'
import { parseFileName } from './names.ts'
import type { FileNameParts } from './types.ts'

/** A complete, stable file of a known dataset, ready to land. */
export interface Candidate extends Omit<FileNameParts, 'dataset'> {
  path: string
  name: string
  dataset: Dataset
  size: number
  mtimeNs: bigint
}

export type UnclaimedReason = 'name' | 'unknown_dataset' | 'other_department' | 'format'
/** A file that nobody takes; wording under `connectors.unclaimed.<reason>`. */
export interface Unclaimed {
  path: string
  name: string
  reason: UnclaimedReason
}

export interface DropFolderScan {
  /** Sorted by (asOf, name): the order in which extracts are numbered. */
  candidates: Candidate[]
  unclaimed: Unclaimed[]
  /** Names of files that were still changing; a later scan takes them. */
  unsettled: string[]
}

export interface ScanInput {
  folder: string
  department: string
  /** The datasets that this department provides. */
  datasets: Dataset[]
  /** Datasets of other departments, so that a misplaced file is told from an unknown one. */
  otherDatasets?: Dataset[]
  /** How long size and modification time must have stood still, in milliseconds. */
  settleMs: number
  clock: Clock
}

/** Formats and archives that are not read: to be saved as another, not renamed. */
const UNREAD =
  /\.(xls|xlsm|xlsb|xlt|et|ett|ods|wps|doc|docx|pdf|rar|7z|tar|tar\.gz|tgz|bz2|xz|zst|lz4|mdb|accdb|dbf|xml|json|html?|mht|orc|avro|sql|dmp)$/i
const PARTIAL = /^[.~]|\.(tmp|part|partial|filepart|crdownload)$/i

/**
 * Lists what a department's drop folder holds. Hidden and partial files, folders and symbolic links are
 * passed over; links are never followed.
 * @throws ShuyuanError `connectors.drop_folder_missing`
 */
export async function scanDropFolder(input: ScanInput): Promise<DropFolderScan> {
  const scan: DropFolderScan = { candidates: [], unclaimed: [], unsettled: [] }
  const seen: Candidate[] = []
  for (const name of await fileNames(input)) {
    const claimed = claim(input, name)
    if ('reason' in claimed) scan.unclaimed.push(claimed)
    else {
      const stat = await statOf(claimed.path)
      if (stat) seen.push({ ...claimed, ...stat })
    }
  }
  const { stable, unsettled } = await settle(seen, input)
  scan.candidates = stable.sort((a, b) => a.asOf.getTime() - b.asOf.getTime() || compare(a.name, b.name))
  scan.unsettled = unsettled.map((candidate) => candidate.name)
  return scan
}

async function fileNames({ folder, department }: ScanInput): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile() && !PARTIAL.test(entry.name))
      .map((entry) => entry.name)
      .sort(compare)
  } catch (cause) {
    throw new ShuyuanError('connectors.drop_folder_missing', { department, folder }, { cause })
  }
}

function claim(input: ScanInput, name: string): Omit<Candidate, 'size' | 'mtimeNs'> | Unclaimed {
  const path = join(input.folder, name)
  const parts = /[\p{Cc}\\/]/u.test(name) ? null : parseFileName(name)
  if (!parts) return { path, name, reason: UNREAD.test(name) ? 'format' : 'name' }
  const named = (dataset: Dataset) =>
    dataset.id === parts.dataset || dataset.name['zh-CN'].normalize('NFC') === parts.dataset
  const dataset = input.datasets.find(named)
  if (dataset) return { ...parts, path, name, dataset }
  return { path, name, reason: input.otherDatasets?.some(named) ? 'other_department' : 'unknown_dataset' }
}

/** Files untouched for the settle time are stable at once; the others must look the same after waiting for it. */
async function settle(seen: Candidate[], { settleMs, clock }: ScanInput) {
  const now = BigInt(clock.now().getTime()) * 1_000_000n
  const isOld = (candidate: Candidate) => now - candidate.mtimeNs >= BigInt(settleMs) * 1_000_000n
  const stable = seen.filter(isOld)
  const young = seen.filter((candidate) => !isOld(candidate))
  const unsettled: Candidate[] = []
  if (young.length > 0) await sleep(settleMs)
  for (const candidate of young) {
    const stat = await statOf(candidate.path)
    if (stat?.size === candidate.size && stat.mtimeNs === candidate.mtimeNs) stable.push(candidate)
    else unsettled.push(candidate)
  }
  return { stable, unsettled }
}

/** Size and modification time of a regular file; null when it went away or became something else. */
async function statOf(path: string): Promise<{ size: number; mtimeNs: bigint } | null> {
  try {
    const stat = await lstat(path, { bigint: true })
    return stat.isFile() ? { size: Number(stat.size), mtimeNs: stat.mtimeNs } : null
  } catch {
    return null
  }
}

/** By code unit, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
