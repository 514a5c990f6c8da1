import type { Dataset } from '../../../catalog/dataset.ts'
import { landItem } from '../../../connectors/sources/land.ts'
import type { Candidate } from '../../../connectors/sources/scan.ts'
import type { Source } from '../../../connectors/sources/source.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { problem } from '../../../governance/problem.ts'
import { isGivenUp } from '../../../warehouse/ledger/extract_decisions.ts'
import { type Extract, recordExtract } from '../../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../../warehouse/ledger/json.ts'
import { inTransaction } from '../../../warehouse/ledger/locks.ts'
import { recordSighting } from '../../../warehouse/ledger/sightings.ts'
import type { Platform } from '../../platform.ts'
import { earlyProblem, untakenFiles } from '../../sources/files.ts'
import { lookInto, sourcePlaceOf, withSource } from '../../sources/places.ts'
import { aboutWanted, folderProblems, strayProblems } from '../../sources/problems.ts'

/** What a stage tells of besides its own files: the folder that it takes them from, `drop/` itself. */
export interface FolderReporting {
  folder: boolean
  strays: boolean
}

/** What came of looking for files. */
interface Taken {
  taken: number
  resent: number
  problems: Problem[]
}

/**
 * Looks into the dataset's source, lands the files of `dataset` that are new, complete and still, and records each
 * as an extract. The same bytes of the same mode and time are told of, not taken again.
 */
export function takeExtracts(platform: Platform, dataset: Dataset, tells: FolderReporting): Promise<Taken> {
  return withSource(platform, dataset, (source) => takeFrom(platform, dataset, tells, source))
}

async function takeFrom(
  platform: Platform,
  dataset: Dataset,
  tells: FolderReporting,
  source: Source,
): Promise<Taken> {
  const place = sourcePlaceOf(platform, dataset)
  const scan = await lookInto(platform, source, place, { wanted: [dataset], settleMs: source.settleMs })
  const result: Taken = { taken: 0, resent: 0, problems: tells.strays ? await strayProblems(platform) : [] }
  const toTell = tells.folder ? scan : aboutWanted(scan)
  result.problems.push(...folderProblems(platform, place, source.place, toTell))
  const untaken = await untakenFiles(platform, platform.ledger.db, place, scan.candidates)
  for (const { candidate, path, early } of untaken) {
    if (early) result.problems.push(earlyProblem(early))
    else await take(platform, source, candidate, path, result)
  }
  return result
}

async function take(
  platform: Platform,
  source: Source,
  candidate: Candidate,
  path: string,
  result: Taken,
): Promise<void> {
  const { dataset } = candidate
  try {
    const landed = await landItem(source, candidate, platform.paths.landing)
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
    await source.taken(candidate)
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
  if (!(error instanceof ShuyuanError)) throw error
  const { code, fields } = error
  // A full disk is the platform's: the stage fails, so that nothing is published as if the file had not come.
  if (!code.startsWith('connectors.') || code === 'connectors.disk_full') throw error
  const isMoving = code === 'connectors.file_changing' || code === 'connectors.source_gone'
  return problem(`error.${code}`, { ...fields, severity: isMoving ? 'warn' : 'error' })
}

function resent(candidate: Candidate, extract: Extract): Problem {
  const { department, dataset, seq, fileName } = extract
  const code = isGivenUp(extract) ? 'ingest.resent_discarded' : 'ingest.resent'
  const fields = { department, dataset, file: candidate.name, extract: seq, before: fileName }
  return problem(code, { ...fields, severity: 'warn' })
}
