import { setTimeout as sleep } from 'node:timers/promises'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Clock } from '../../core/clock.ts'
import { ShuyuanError } from '../../core/errors.ts'
import '../locale.ts'
import { parseFileName } from '../file/names.ts'
import type { FileNameParts } from '../file/types.ts'
import { type Entry, type Item, type Look, looksSame, type Source } from './source.ts'

/** A complete, stable file of a known dataset, ready to land. */
export interface Candidate extends Omit<FileNameParts, 'dataset'>, Item {
  dataset: Dataset
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
  name: string
  reason: UnclaimedReason
  /** The dataset that its name says, where it is one of `otherDatasets`. */
  dataset?: Dataset
}

export interface SourceScan {
  /** Why the place could not be looked into. */
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
  /** The datasets whose files are wanted. */
  datasets: Dataset[]
  /** Datasets that are taken from the same place too, by a scan of their own: nothing is said of their files. */
  neighbours?: Dataset[]
  /** Datasets of other places, so that a misplaced file is told from an unknown one. */
  otherDatasets?: Dataset[]
  /** How long size and modification time must have stood still, in milliseconds. */
  settleMs: number
  clock: Clock
  signal?: AbortSignal
}

/** Formats and archives that are not read: to be saved as another, not renamed. */
const UNREAD =
  /\.(xls|xlsm|xlsb|xlt|et|ett|ods|wps|doc|docx|pdf|rar|7z|tar|tar\.gz|tgz|bz2|xz|zst|lz4|mdb|accdb|dbf|xml|json|html?|mht|orc|avro|sql|dmp)$/i
const PARTIAL = /^[.~]|\.(tmp|part|partial|filepart|crdownload)$/i
/** What operating systems, office programs and file servers leave beside files. */
const LITTER =
  /^(\._.*|\.DS_Store|\.localized|\.Trash.*|\.Trashes|\.Spotlight-.*|\.fseventsd|\.nfs.*|\.~lock\..*|~\$.*|Thumbs\.db|ehthumbs\.db|desktop\.ini|lost\+found|@eaDir|#recycle|\$RECYCLE\.BIN|System Volume Information|__MACOSX)$/i

/** True of what operating systems and programs leave beside files, and of hidden folders. */
export function isLitter({ name, type }: Pick<Entry, 'name' | 'type'>): boolean {
  return LITTER.test(name) || (type === 'folder' && name.startsWith('.'))
}

/**
 * Lists what a source holds. Links are never followed, folders never entered; what operating systems leave beside
 * files is passed over.
 */
export async function scanSource(source: Source, input: ScanInput): Promise<SourceScan> {
  const scan: SourceScan = { candidates: [], unclaimed: [], unsettled: [], arriving: [] }
  const seen: Candidate[] = []
  try {
    for await (const entry of source.list(input.signal)) await classify(source, input, entry, scan, seen)
  } catch (error) {
    return { ...scan, unclaimed: [], arriving: [], unread: unreadOf(error) }
  }
  const { stable, unsettled } = await awaitStable(source, seen, input)
  scan.candidates = stable.sort((a, b) => a.asOf.getTime() - b.asOf.getTime() || compare(a.name, b.name))
  scan.unsettled = unsettled.map((candidate) => candidate.name).sort(compare)
  scan.unclaimed.sort((a, b) => compare(a.name, b.name))
  scan.arriving.sort(compare)
  return scan
}

/** Why a place could not be looked into. @throws what is more than that */
function unreadOf(error: unknown): NonNullable<SourceScan['unread']> {
  if (error instanceof ShuyuanError) {
    if (error.code === 'connectors.source_missing') return 'missing'
    if (error.code === 'connectors.source_unreadable') return 'unreadable'
  }
  throw error
}

async function classify(
  source: Source,
  input: ScanInput,
  entry: Entry,
  scan: SourceScan,
  seen: Candidate[],
): Promise<void> {
  if (isLitter(entry)) return
  if (entry.type === 'file' && PARTIAL.test(entry.name)) {
    scan.arriving.push(entry.name)
    return
  }
  const claimed = claim(input, entry)
  if (claimed && 'reason' in claimed) scan.unclaimed.push(claimed)
  else if (claimed) {
    const look = entry.look ?? (await source.look(entry.name, input.signal))
    if (look === 'unreadable') scan.unclaimed.push({ name: entry.name, reason: look })
    else if (look) seen.push({ ...claimed, ...look })
  }
}

type Claimed = Omit<Candidate, keyof Look>

/** True of a name that says it is an extract of the dataset. */
export function isNamedFor(dataset: Dataset, name: string): boolean {
  const parts = parseFileName(name)
  return parts !== null && isOf(dataset, parts)
}

function isOf({ id, name }: Dataset, { dataset }: Pick<FileNameParts, 'dataset'>): boolean {
  return id === dataset || name['zh-CN'].normalize('NFC') === dataset
}

/** Whose file it is; null: a neighbour's. */
function claim(input: ScanInput, { name, type }: Entry): Claimed | Unclaimed | null {
  if (type !== 'file') return { name, reason: type }
  const parts = /[\p{Cc}\\/]/u.test(name) ? null : parseFileName(name)
  if (!parts) return { name, reason: UNREAD.test(name) ? 'format' : 'name' }
  const named = (dataset: Dataset) => isOf(dataset, parts)
  const dataset = input.datasets.find(named)
  if (dataset) return { ...parts, name, dataset }
  if (input.neighbours?.some(named)) return null
  const other = input.otherDatasets?.find(named)
  return other ? { name, reason: 'other_department', dataset: other } : { name, reason: 'unknown_dataset' }
}

/**
 * Files untouched for the settle time are stable at once; the others must look the same after waiting for it. One whose
 * keeper's clock is wrong is judged by that too: nothing is taken that does not look the same once it is read.
 */
async function awaitStable(source: Source, seen: Candidate[], { settleMs, clock, signal }: ScanInput) {
  const now = BigInt(clock.now().getTime()) * 1_000_000n
  const isOld = (candidate: Candidate) => now - candidate.mtimeNs >= BigInt(settleMs) * 1_000_000n
  const stable = seen.filter(isOld)
  const young = seen.filter((candidate) => !isOld(candidate))
  const unsettled: Candidate[] = []
  if (young.length > 0) await sleep(settleMs, undefined, { signal })
  for (const candidate of young) {
    const look = await source.look(candidate.name, signal)
    if (look && look !== 'unreadable' && looksSame(look, candidate)) stable.push(candidate)
    else unsettled.push(candidate)
  }
  return { stable, unsettled }
}

/** By code unit, the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
