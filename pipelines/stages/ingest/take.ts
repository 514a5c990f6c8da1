import { join } from 'node:path'
import type { Dataset } from '../../../catalog/dataset.ts'
import { type Candidate, landFile, scanDropFolder } from '../../../connectors/file/index.ts'
import { recordExtract, recordSighting, type Sighting, sightingsOf } from '../../../warehouse/ledger/index.ts'
import type { Platform, Problem } from '../../platform.ts'
import { problemOf } from '../../problem.ts'

/**
 * Looks into the department's drop folder, lands the files of `dataset` that are new, complete and still,
 * and records each as an extract. The same bytes under another name are seen, not taken again.
 */
export async function takeExtracts(platform: Platform, dataset: Dataset): Promise<{ taken: number; resent: number; problems: Problem[] }> {
  const source = platform.config.sources.find((each) => each.dataset === dataset.id)
  const department = dataset.providingDepartment
  const scan = await scanDropFolder({
    folder: platform.paths.drop(source?.folder ?? department),
    department,
    datasets: platform.catalogue.datasets.filter((each) => each.providingDepartment === department),
    only: dataset.id,
    settleMs: source?.settleMs ?? 2000,
    clock: platform.clock,
  })
  const result = { taken: 0, resent: 0, problems: scan.unclaimed.map((file) => unclaimed(department, file)) }
  const sightings = await sightingsOf(platform.ledger.db, dataset.id)
  for (const candidate of scan.candidates) {
    const path = join(source?.folder ?? department, candidate.fileName)
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
    const { isNew, extract } = await recordExtract(platform.ledger.db, {
      dataset: dataset.id,
      department: dataset.providingDepartment,
      sha256: landed.sha256,
      fileName: candidate.fileName,
      bytes: landed.bytes,
      format: candidate.format,
      mode: candidate.mode,
      asOf: candidate.asOf,
      batch: candidate.batch ?? null,
      landedAt: platform.clock.now(),
    })
    await recordSighting(platform.ledger.db, {
      path,
      dataset: dataset.id,
      size: candidate.size,
      mtimeNs: candidate.mtimeNs,
      sha256: landed.sha256,
      seq: extract.seq,
      seenAt: platform.clock.now(),
    })
    if (isNew) result.taken += 1
    else result.resent += 1
  } catch (error) {
    result.problems.push(problemOf(error))
  }
}

/** True of a file that was taken before and has not been touched since. */
function sameAsBefore(candidate: Candidate, before: Sighting | undefined): boolean {
  return before?.seq != null && before.size === candidate.size && before.mtimeNs === candidate.mtimeNs
}

function unclaimed(department: string, file: { fileName: string; reason: string }): Problem {
  return { code: `ingest.unclaimed.${file.reason}`, fields: { department, file: file.fileName, severity: 'warn' } }
}
