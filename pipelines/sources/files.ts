import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Candidate } from '../../connectors/sources/scan.ts'
import { redact } from '../../core/log.ts'
import { platformKeys } from '../../exchange/keys.ts'
import { isAccepted } from '../../warehouse/ledger/accepted_files.ts'
import { listExtracts } from '../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import type { LedgerDb } from '../../warehouse/ledger/open.ts'
import { type Sighting, sightingsOf } from '../../warehouse/ledger/sightings.ts'
import { type Intake, lookAt, type SourcePlace, sourcePlaces } from './places.ts'
import { folderProblems, strayProblems } from './problems.ts'

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
