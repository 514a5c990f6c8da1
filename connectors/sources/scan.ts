import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Clock } from '../../core/clock.ts'
import '../locale.ts'
import { parseFileName } from '../file/names.ts'
import type { FileNameParts } from '../file/types.ts'

/** A complete, stable file of a known dataset, ready to land. */
export interface Candidate extends Omit<FileNameParts, 'dataset'> {
  path: string
  name: string
  dataset: Dataset
  size: number
  mtimeNs: bigint
}

export const unclaimedReasons = [
  'name',
  'unknown_dataset',
  'other_department',
  'format',
  'link',
  'folder',
  'special',
  'unreadable',
] as const
export type UnclaimedReason = (typeof unclaimedReasons)[number]
/** Something that nobody takes; wording under `connectors.unclaimed.<reason>`. */
export interface Unclaimed {
  path: string
  name: string
  reason: UnclaimedReason
  /** The dataset that its name says, where it is one of `otherDatasets`. */
  dataset?: Dataset
}

export interface DropFolderScan {
  /** Why the folder could not be looked into. */
  unread?: 'missing' | 'unreadable'
  /** Sorted by (asOf, name): the order in which extracts are numbered. */
  candidates: Candidate[]
  unclaimed: Unclaimed[]
  /** Names of wanted files that were still changing; a later scan takes them. */
  unsettled: string[]
  /** Names of files that are still being brought: hidden, `.part` and the like. */
  arriving: string[]
}

export interface ScanInput {
  folder: string
  /** The datasets whose files are wanted. */
  datasets: Dataset[]
  /** Datasets that are taken from the same folder too, by a scan of their own: nothing is said of their files. */
  neighbours?: Dataset[]
  /** Datasets of other folders, so that a misplaced file is told from an unknown one. */
  otherDatasets?: Dataset[]
  /** How long size and modification time must have stood still, in milliseconds. */
  settleMs: number
  clock: Clock
}

/** Formats and archives that are not read: to be saved as another, not renamed. */
const UNREAD =
  /\.(xls|xlsm|xlsb|xlt|et|ett|ods|wps|doc|docx|pdf|rar|7z|tar|tar\.gz|tgz|bz2|xz|zst|lz4|mdb|accdb|dbf|xml|json|html?|mht|orc|avro|sql|dmp)$/i
const PARTIAL = /^[.~]|\.(tmp|part|partial|filepart|crdownload)$/i
/** What operating systems, office programs and file servers leave beside files. */
const LITTER =
  /^(\._.*|\.DS_Store|\.localized|\.Trash.*|\.Trashes|\.Spotlight-.*|\.fseventsd|\.nfs.*|\.~lock\..*|~\$.*|Thumbs\.db|ehthumbs\.db|desktop\.ini|lost\+found|@eaDir|#recycle|\$RECYCLE\.BIN|System Volume Information|__MACOSX)$/i

/** True of what operating systems and programs leave beside files, and of hidden folders. */
export function isLitter(entry: Pick<Dirent, 'name' | 'isDirectory'>): boolean {
  return LITTER.test(entry.name) || (entry.isDirectory() && entry.name.startsWith('.'))
}

/**
 * Lists what a drop folder holds. Links are never followed, folders never entered; what operating systems leave beside
 * files is passed over.
 */
export async function scanDropFolder(input: ScanInput): Promise<DropFolderScan> {
  const scan: DropFolderScan = { candidates: [], unclaimed: [], unsettled: [], arriving: [] }
  const entries = await entriesOf(input.folder)
  if (typeof entries === 'string') return { ...scan, unread: entries }
  const seen: Candidate[] = []
  for (const entry of entries) {
    if (entry.isFile() && PARTIAL.test(entry.name)) scan.arriving.push(entry.name)
    else {
      const claimed = claim(input, entry)
      if (claimed && 'reason' in claimed) scan.unclaimed.push(claimed)
      else if (claimed) await look(claimed, scan, seen)
    }
  }
  const { stable, unsettled } = await settle(seen, input)
  scan.candidates = stable.sort((a, b) => a.asOf.getTime() - b.asOf.getTime() || compare(a.name, b.name))
  scan.unsettled = unsettled.map((candidate) => candidate.name)
  return scan
}

/** Entries by name, or why there are none. */
async function entriesOf(folder: string): Promise<Dirent[] | 'missing' | 'unreadable'> {
  try {
    const entries = await readdir(folder, { withFileTypes: true })
    return entries.filter((entry) => !isLitter(entry)).sort((a, b) => compare(a.name, b.name))
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    return code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable'
  }
}

async function look(claimed: Claimed, scan: DropFolderScan, seen: Candidate[]): Promise<void> {
  const stat = await statOf(claimed.path)
  if (stat === 'unreadable') scan.unclaimed.push({ path: claimed.path, name: claimed.name, reason: stat })
  else if (stat) seen.push({ ...claimed, ...stat })
}

type Claimed = Omit<Candidate, 'size' | 'mtimeNs'>

/** Whose file it is; null: a neighbour's. */
function claim(input: ScanInput, entry: Dirent): Claimed | Unclaimed | null {
  const { name } = entry
  const path = join(input.folder, name)
  if (!entry.isFile()) {
    const reason = entry.isDirectory() ? 'folder' : entry.isSymbolicLink() ? 'link' : 'special'
    return { path, name, reason }
  }
  const parts = /[\p{Cc}\\/]/u.test(name) ? null : parseFileName(name)
  if (!parts) return { path, name, reason: UNREAD.test(name) ? 'format' : 'name' }
  const named = (dataset: Dataset) =>
    dataset.id === parts.dataset || dataset.name['zh-CN'].normalize('NFC') === parts.dataset
  const dataset = input.datasets.find(named)
  if (dataset) return { ...parts, path, name, dataset }
  if (input.neighbours?.some(named)) return null
  const other = input.otherDatasets?.find(named)
  return other
    ? { path, name, reason: 'other_department', dataset: other }
    : { path, name, reason: 'unknown_dataset' }
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
    const same =
      stat && stat !== 'unreadable' && stat.size === candidate.size && stat.mtimeNs === candidate.mtimeNs
    if (same) stable.push(candidate)
    else unsettled.push(candidate)
  }
  return { stable, unsettled }
}

/** Size and modification time of a regular file; null when it went away or became something else. */
async function statOf(path: string): Promise<{ size: number; mtimeNs: bigint } | 'unreadable' | null> {
  try {
    const stat = await lstat(path, { bigint: true })
    return stat.isFile() ? { size: Number(stat.size), mtimeNs: stat.mtimeNs } : null
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === 'ENOENT' ? null : 'unreadable'
  }
}

/** By code unit, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
