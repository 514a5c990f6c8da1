import { createHmac } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { Dataset } from '../catalog/dataset.ts'
import {
  openSource,
  placeOf,
  type SourceSettings,
  sourceSettingsSchema,
} from '../connectors/sources/index.ts'
import {
  type Candidate,
  isLitter,
  type SourceScan,
  scanSource,
  type Unclaimed,
} from '../connectors/sources/scan.ts'
import type { Source } from '../connectors/sources/source.ts'
import { redact } from '../core/log.ts'
import { platformKeys } from '../exchange/keys.ts'
import { isAccepted } from '../warehouse/ledger/accepted_files.ts'
import { listExtracts } from '../warehouse/ledger/extracts.ts'
import type { Problem } from '../warehouse/ledger/json.ts'
import type { LedgerDb } from '../warehouse/ledger/open.ts'
import { type Sighting, sightingsOf } from '../warehouse/ledger/sightings.ts'
import type { Platform } from './platform.ts'

/** Where extracts come from and who brings them. */
export type Intake = Pick<Platform, 'paths' | 'catalogue' | 'config' | 'clock'>

/** A place that extracts come from, and the datasets that are taken from it: a drop folder, say. */
export interface SourcePlace {
  /** Names it; a drop folder, relative to `drop/`. */
  folder: string
  kind: SourceSettings['kind']
  /** Departments that put files there. */
  departments: string[]
  datasets: Dataset[]
}

/** So many files of a folder are named for one reason. */
const MOST_NAMED = 20

/** What the configuration says of where a dataset comes from; the department's drop folder where it says nothing. */
export function settingsOf({ config }: Pick<Intake, 'config'>, dataset: Dataset): SourceSettings {
  const source = config.sources.find((each) => each.dataset === dataset.id)
  return source?.from ?? sourceSettingsSchema.parse({ kind: 'folder' })
}

/** The place that a dataset is taken from. */
export function folderOf(intake: Pick<Intake, 'config'>, dataset: Dataset): string {
  return placeOf(settingsOf(intake, dataset), dataset)
}

/** The places of the configured sources, by name. */
export function sourcePlaces(intake: Pick<Intake, 'catalogue' | 'config'>): SourcePlace[] {
  const { catalogue, config } = intake
  const sourced = catalogue.datasets.filter(({ id }) => config.sources.some(({ dataset }) => dataset === id))
  const folders = new Set(sourced.map((dataset) => folderOf(intake, dataset)))
  return [...folders].sort().map((folder) => {
    const datasets = sourced.filter((dataset) => folderOf(intake, dataset) === folder)
    return placeWith(intake, folder, datasets)
  })
}

function placeWith(intake: Pick<Intake, 'config'>, folder: string, datasets: Dataset[]): SourcePlace {
  const departments = [...new Set(datasets.map((each) => each.providingDepartment))]
  const [first] = datasets
  const kind = first ? settingsOf(intake, first).kind : 'folder'
  return { folder, kind, departments, datasets }
}

/** The place of a dataset, with those that are taken from it too. */
export function sourcePlaceOf(intake: Pick<Intake, 'catalogue' | 'config'>, dataset: Dataset): SourcePlace {
  const folder = folderOf(intake, dataset)
  const known = sourcePlaces(intake).find((each) => each.folder === folder)
  if (known?.datasets.includes(dataset)) return known
  return {
    ...placeWith(intake, folder, [...(known?.datasets ?? []), dataset]),
    departments: [dataset.providingDepartment],
  }
}

/** Gives `work` the source of a dataset. */
export async function withSource<T>(
  intake: Omit<Intake, 'catalogue'>,
  dataset: Dataset,
  work: (source: Source) => Promise<T>,
): Promise<T> {
  const { paths, clock } = intake
  const source = await openSource(settingsOf(intake, dataset), { paths, clock, dataset })
  try {
    return await work(source)
  } finally {
    await source.close()
  }
}

/** Looks through a source for the files of `wanted`, all datasets of the place where not given. */
export function lookInto(
  { catalogue, clock }: Intake,
  source: Source,
  { datasets }: SourcePlace,
  { wanted = datasets, settleMs = 0 }: { wanted?: Dataset[]; settleMs?: number } = {},
): Promise<SourceScan> {
  return scanSource(source, {
    datasets: wanted,
    neighbours: datasets.filter((each) => !wanted.includes(each)),
    otherDatasets: catalogue.datasets.filter((each) => !datasets.includes(each)),
    settleMs,
    clock,
  })
}

/** Opens the source of a place and looks through it as it stands. */
async function lookAt(intake: Intake, place: SourcePlace, wanted = place.datasets) {
  const [first] = place.datasets
  if (!first) throw new TypeError(`a place without datasets: ${place.folder}`)
  return withSource(intake, first, async (source) => ({
    path: source.place,
    scan: await lookInto(intake, source, place, { wanted }),
  }))
}

/** A file that was not taken yet. */
export interface UntakenFile {
  candidate: Candidate
  /** How sightings name it. */
  path: string
  /** As it is held; undefined: it may be taken. */
  early: EarlyFile | undefined
}

/**
 * Those of a place's files that were not taken yet, in their order.
 * @param db undefined where there is no ledger yet
 */
export async function untakenFiles(
  intake: Pick<Intake, 'paths' | 'clock'>,
  db: LedgerDb | undefined,
  { folder }: SourcePlace,
  candidates: Candidate[],
): Promise<UntakenFile[]> {
  const seen = new Map<Dataset, Map<string, Sighting>>()
  const untaken: UntakenFile[] = []
  for (const candidate of candidates) {
    const { dataset, name } = candidate
    if (db && !seen.has(dataset)) seen.set(dataset, await sightingsOf(db, dataset.id))
    const path = await sightingPath(intake, folder, name)
    if (isTaken(candidate, seen.get(dataset)?.get(path))) continue
    untaken.push({ candidate, path, early: await earlyFile(intake, db, folder, candidate) })
  }
  return untaken
}

/** True of a file that was taken before and has not been touched since. */
function isTaken(candidate: Candidate, before: Sighting | undefined): boolean {
  return before?.seq != null && before.size === candidate.size && before.mtimeNs === candidate.mtimeNs
}

/** So far ahead of now may the time in a file's name be: a dump of tomorrow's morning may come in the evening. */
const AHEAD_MS = 24 * 3_600_000

/** A file that is held since its name dates it in the future. */
export interface EarlyFile {
  department: string
  dataset: string
  /** Drop folder, relative to `drop/`. */
  folder: string
  file: string
  /** Relative to `drop/`. */
  path: string
  size: number
  mtimeNs: bigint
  asOf: Date
}

/** The file as held; undefined where its time has come, or somebody has accepted it as it looks now. */
async function earlyFile(
  { clock }: Pick<Intake, 'clock'>,
  db: LedgerDb | undefined,
  folder: string,
  { dataset, name, size, mtimeNs, asOf }: Candidate,
): Promise<EarlyFile | undefined> {
  if (asOf.getTime() - clock.now().getTime() <= AHEAD_MS) return undefined
  const path = join(folder, name)
  if (db && (await isAccepted(db, { path, size, mtimeNs }))) return undefined
  const department = dataset.providingDepartment
  return { department, dataset: dataset.id, folder, file: name, path, size, mtimeNs, asOf }
}

/** That a file is held, and what to do. */
export function earlyProblem({ department, dataset, folder, file, path, asOf }: EarlyFile): Problem {
  const day = new Date(asOf.getTime() + 8 * 3_600_000).toISOString().slice(0, 16).replace('T', ' ')
  const fields = { department, dataset, folder, day, severity: 'error' }
  return {
    code: 'ingest.file_early',
    fields: { ...fields, file: redact(file), path: redact(shellWord(path)) },
  }
}

/** As a shell reads it as one word. */
const shellWord = (text: string) =>
  /^[\p{L}\p{N}_./-]+$/u.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`

/**
 * How sightings name a file: relative to `drop/`. The ledger never holds the number of a person: in such a name it is masked,
 * and a keyed hash tells the file from others.
 */
export async function sightingPath(
  { paths }: Pick<Intake, 'paths'>,
  folder: string,
  name: string,
): Promise<string> {
  const path = join(folder, name)
  const masked = redact(path)
  if (masked === path) return path
  const secret = (await platformKeys(paths.keys)).hashKeyFor('sightings')
  return `${masked} ${createHmac('sha256', secret).update(path).digest('hex').slice(0, 16)}`
}

/** Of a scan what is about the wanted files alone. */
export function aboutWanted(scan: SourceScan): SourceScan {
  const unclaimed = scan.unclaimed.filter(({ reason }) => reason === 'unreadable')
  return { candidates: scan.candidates, unclaimed, unsettled: scan.unsettled, arriving: [] }
}

/** What a person should know of a drop folder: that it is not there, what nobody takes, what is still arriving. */
export function folderProblems(intake: Intake, drop: SourcePlace, path: string, scan: SourceScan): Problem[] {
  const { folder } = drop
  const department = drop.departments.join(', ')
  if (scan.unread) {
    const severity = scan.unread === 'missing' ? 'warn' : 'error'
    return [{ code: `connectors.drop.${scan.unread}`, fields: { department, folder: path, severity } }]
  }
  const unclaimed = capped(scan.unclaimed, (file) => unclaimedProblem(intake, drop, file), {
    department,
    folder,
  })
  const arriving = [...scan.unsettled, ...scan.arriving]
  if (arriving.length === 0) return unclaimed
  const fields = { department, folder, count: arriving.length, files: named(arriving), severity: 'warn' }
  return [...unclaimed, { code: 'connectors.drop.arriving', fields }]
}

function unclaimedProblem(intake: Intake, drop: SourcePlace, file: Unclaimed): Problem {
  const fields = { department: drop.departments.join(', '), folder: drop.folder, file: redact(file.name) }
  const severity = file.reason === 'unreadable' ? 'error' : 'warn'
  const { dataset } = file
  if (!dataset) return { code: `connectors.unclaimed.${file.reason}`, fields: { ...fields, severity } }
  const sourced = intake.config.sources.some((each) => each.dataset === dataset.id)
  const where = { ...fields, dataset: dataset.id, provider: dataset.providingDepartment, severity }
  if (!sourced) return { code: 'connectors.unclaimed.no_source', fields: where }
  return {
    code: 'connectors.unclaimed.other_department',
    fields: { ...where, right: folderOf(intake, dataset) },
  }
}

/** What lies in `drop/` itself or in a folder of it that no source is taken from. */
export async function strayProblems(intake: Intake): Promise<Problem[]> {
  const folders = sourcePlaces(intake).filter(({ kind }) => kind === 'folder')
  const known = new Set(folders.flatMap(({ folder }) => folder.split(/[\\/]/)[0] ?? []))
  const found: Problem[] = []
  for (const entry of await entriesOf(intake.paths.drops)) {
    if (known.has(entry.name)) continue
    const inside = entry.isDirectory() ? await entriesOf(join(intake.paths.drops, entry.name)) : undefined
    if (inside?.length === 0) continue
    const fields = {
      file: redact(entry.name) + (inside ? sep : ''),
      count: inside?.length ?? 1,
      severity: 'warn',
    }
    found.push({ code: inside ? 'connectors.stray.folder' : 'connectors.stray.file', fields })
  }
  return capped(found, (each) => each, { department: '-', folder: '.' })
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const litter = (entry: Dirent) =>
    isLitter({ name: entry.name, type: entry.isDirectory() ? 'folder' : 'file' })
  return entries.filter((entry) => !litter(entry)).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** At most `MOST_NAMED` problems of each code, and how many more there are. */
function capped<T>(
  found: T[],
  told: (each: T) => Problem,
  fields: { department: string; folder: string },
): Problem[] {
  const all = found.map(told)
  return [...new Set(all.map(({ code }) => code))].flatMap((code) => {
    const alike = all.filter((each) => each.code === code)
    if (alike.length <= MOST_NAMED) return alike
    const more = { ...fields, more: alike.length - MOST_NAMED, severity: 'warn' }
    return [...alike.slice(0, MOST_NAMED), { code: 'connectors.drop.more', fields: more }]
  })
}

const named = (names: string[]) =>
  names.slice(0, 5).map(redact).join(', ') + (names.length > 5 ? ` … (${names.length})` : '')

/** A file that the next run takes up. */
export interface WaitingFile {
  department: string
  dataset: string
  fileName: string
  bytes: number
  /** Number of the extract that it became already; null: still in the drop folder only. */
  extract: number | null
}

/**
 * What waits for a run: files of the drop folders that were not taken, and extracts that were landed and not processed;
 * and what a person should know of the folders. Nothing is changed.
 * @param db undefined where there is no ledger yet
 * @param wanted the datasets asked about
 */
export async function waitingFiles(
  intake: Intake,
  db: LedgerDb | undefined,
  wanted: Dataset[] = intake.catalogue.datasets,
): Promise<{ files: WaitingFile[]; problems: Problem[] }> {
  const files: WaitingFile[] = []
  const problems = await strayProblems(intake)
  for (const drop of sourcePlaces(intake)) {
    const asked = drop.datasets.filter((each) => wanted.includes(each))
    if (asked.length === 0) continue
    const { path, scan } = await lookAt(intake, drop, asked)
    problems.push(...folderProblems(intake, drop, path, scan))
    for (const dataset of asked) {
      if (db) files.push(...(await listExtracts(db, dataset.id, 'landed')).map(landed))
      const own = scan.candidates.filter((each) => each.dataset === dataset)
      for (const { candidate, early } of await untakenFiles(intake, db, drop, own)) {
        if (early) problems.push(earlyProblem(early))
        else files.push(waiting(candidate))
      }
    }
  }
  return { files, problems }
}

const landed = (extract: {
  department: string
  dataset: string
  fileName: string
  bytes: number
  seq: number
}): WaitingFile => {
  const { department, dataset, fileName, bytes, seq } = extract
  return { department, dataset, fileName, bytes, extract: seq }
}

const waiting = ({ dataset, name, size }: Candidate): WaitingFile => ({
  department: dataset.providingDepartment,
  dataset: dataset.id,
  fileName: redact(name),
  bytes: size,
  extract: null,
})

/** Every file that is held since its name dates it in the future. */
export async function earlyFiles(intake: Intake, db: LedgerDb): Promise<EarlyFile[]> {
  const early: EarlyFile[] = []
  for (const drop of sourcePlaces(intake)) {
    const { scan } = await lookAt(intake, drop)
    const untaken = await untakenFiles(intake, db, drop, scan.candidates)
    early.push(...untaken.flatMap((each) => each.early ?? []))
  }
  return early
}
