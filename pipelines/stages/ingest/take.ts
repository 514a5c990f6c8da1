import { join } from 'node:path'
import type { Dataset } from '../../../catalog/dataset.ts'
import {
  type Candidate,
  type DropFolderScan,
  landFile,
  parseFileName,
  scanDropFolder,
} from '../../../connectors/file/index.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import {
  type Extract,
  inTransaction,
  recordExtract,
  recordSighting,
  type Sighting,
  sightingsOf,
} from '../../../warehouse/ledger/index.ts'
import type { Platform, Problem } from '../../platform.ts'
import { problem } from '../../problem.ts'

/**
 * Looks into the department's drop folder, lands the files of `dataset` that are new, complete and still,
 * and records each as an extract. The same bytes of the same mode and time are told of, not taken again.
 */
export async function takeExtracts(
  platform: Platform,
  dataset: Dataset,
): Promise<{ taken: number; resent: number; problems: Problem[] }> {
  const source = platform.config.sources.find((each) => each.dataset === dataset.id)
  const department = dataset.providingDepartment
  const scan = await scanDropFolder({
    folder: platform.paths.drop(source?.folder ?? department),
    department,
    datasets: [dataset],
    otherDatasets: platform.catalogue.datasets.filter((each) => each !== dataset),
    settleMs: source?.settleMs ?? 2000,
    clock: platform.clock,
  })
  const result = { taken: 0, resent: 0, problems: unclaimedFiles(platform, dataset, scan) }
  const sightings = await sightingsOf(platform.ledger.db, dataset.id)
  for (const candidate of scan.candidates) {
    const path = join(source?.folder ?? department, candidate.name)
    if (!sameAsBefore(candidate, sightings.get(path))) await take(platform, dataset, candidate, path, result)
  }
  return result
}

async function take(
  platform: Platform,
  dataset: Dataset,
  candidate: Candidate,
  path: string,
  result: { taken: number; resent: number; problems: Problem[] },
): Promise<void> {
  try {
    const landed = await landFile(candidate, platform.paths.landing)
    const { isNew, extract } = await inTransaction(platform.ledger.db, async (tx) => {
      const recorded = await recordExtract(tx, {
        dataset: dataset.id,
        department: dataset.providingDepartment,
        sha256: landed.sha256,
        fileName: candidate.name,
        bytes: landed.bytes,
        format: candidate.format,
        mode: candidate.mode,
        asOf: candidate.asOf,
        batch: candidate.batch,
        landedAt: platform.clock.now(),
      })
      await recordSighting(tx, {
        path,
        dataset: dataset.id,
        size: candidate.size,
        mtimeNs: candidate.mtimeNs,
        sha256: landed.sha256,
        seq: recorded.extract.seq,
        seenAt: platform.clock.now(),
      })
      return recorded
    })
    if (isNew) result.taken += 1
    else {
      result.resent += 1
      result.problems.push(resent(candidate, extract))
    }
  } catch (error) {
    result.problems.push(ofFile(error))
  }
}

/** Files that are being moved or written are taken by the next run; whatever stops one does not stop the others. */
function ofFile(error: unknown): Problem {
  const { code, fields } = error instanceof ShuyuanError ? error : { code: '', fields: {} }
  if (!code.startsWith('connectors.')) throw error
  const isMoving = code === 'connectors.file_changing' || code === 'connectors.source_gone'
  return problem(`error.${code}`, { ...fields, severity: isMoving ? 'warn' : 'error' })
}

function resent(candidate: Candidate, { department, dataset, seq, fileName }: Extract): Problem {
  const fields = { department, dataset, file: candidate.name, extract: seq, before: fileName }
  return problem('ingest.resent', { ...fields, severity: 'warn' })
}

/** True of a file that was taken before and has not been touched since. */
function sameAsBefore(candidate: Candidate, before: Sighting | undefined): boolean {
  return before?.seq != null && before.size === candidate.size && before.mtimeNs === candidate.mtimeNs
}

/**
 * Files that nobody takes, as problems. Several datasets look into one folder: each speaks of its own files,
 * the department's first dataset of those that belong to none.
 */
function unclaimedFiles(platform: Platform, dataset: Dataset, scan: DropFolderScan): Problem[] {
  const department = dataset.providingDepartment
  const own = platform.catalogue.datasets.filter((each) => each.providingDepartment === department)
  return scan.unclaimed
    .filter((file) => !(file.reason === 'other_department' && own.some((each) => claims(each, file.name))))
    .filter(() => own[0] === dataset)
    .map((file) => ({
      code: `connectors.unclaimed.${file.reason}`,
      fields: { department, file: file.name, severity: 'warn' },
    }))
}

function claims(dataset: Dataset, fileName: string): boolean {
  const named = parseFileName(fileName)?.dataset
  return named === dataset.id || named === dataset.name['zh-CN']
}
