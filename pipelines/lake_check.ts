import { ShuyuanError } from '../core/errors.ts'
import type { Verified } from '../warehouse/lake/index.ts'
import { firstAudit, latestRelease, type Release } from '../warehouse/ledger/index.ts'
import type { Platform } from './platform.ts'
import { releaseContent } from './release_content.ts'
import { topicsOf } from './stages/topic.ts'

/** What a check of all files of the lake found. */
export interface LakeCheck extends Verified {
  tables: number
  /** Tables whose log cannot be read, and releases that do not consist of what was published. */
  problems: ShuyuanError[]
}

/**
 * Reads every file of the tables' latest versions and of the last releases, and compares it with the log; and the log with
 * what the audit log says was published.
 */
export async function checkLake(platform: Platform): Promise<LakeCheck> {
  const releases = await lastReleases(platform)
  const check: LakeCheck = { tables: 0, files: 0, bytes: 0, faults: [], problems: [] }
  for (const name of await platform.lake.names()) {
    await collecting(check, async () => {
      const versions = releases.flatMap(({ tables }) => tables[name] ?? [])
      const { files, bytes, faults } = await platform.lake.table(name).verify(versions)
      check.tables += 1
      check.files += files
      check.bytes += bytes
      check.faults.push(...faults)
    })
  }
  for (const release of releases) await collecting(check, () => checkRelease(platform, release))
  return check
}

async function collecting(check: LakeCheck, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof ShuyuanError)) throw error
    check.problems.push(error)
  }
}

async function lastReleases(platform: Platform): Promise<Release[]> {
  const subjects = [...platform.catalogue.foundations, ...topicsOf(platform)]
  const found = await Promise.all(subjects.map(({ id }) => latestRelease(platform.ledger.db, id)))
  return found.filter((release) => release !== undefined)
}

/** @throws ShuyuanError `pipelines.release_content`; releases that were published without a digest are passed over */
async function checkRelease(platform: Platform, release: Release): Promise<void> {
  const { foundation, number } = release
  const detail = { release: number }
  const published = await firstAudit(platform.ledger.db, { action: 'publish', subject: foundation, detail })
  const recorded = published?.detail.content
  if (recorded === undefined || recorded === (await releaseContent(platform, release.tables))) return
  throw new ShuyuanError('pipelines.release_content', { foundation, release: number })
}
