import { readFile, rm, writeFile } from 'node:fs/promises'
import { z } from 'zod'
import { ShuyuanError } from '../core/errors.ts'
import type { Verified } from '../warehouse/lake/types.ts'
import { firstAudit } from '../warehouse/ledger/audit.ts'
import { latestRelease, type Release } from '../warehouse/ledger/releases.ts'
import { topicsOf } from '../warehouse/topics/declared.ts'
import type { Platform } from './platform.ts'
import { releaseContent } from './release_content.ts'

/** What a check of all files of the lake found. */
export interface LakeCheck extends Verified {
  tables: number
  /** Files written before then were not read; undefined: all were. */
  since?: Date
  /** Tables whose log cannot be read, and releases that do not consist of what was published. */
  problems: ShuyuanError[]
}

/**
 * Reads every file of the tables' latest versions and of the last releases, and compares it with the log; and the log with
 * what the audit log says was published. A check that reads all files and finds nothing is noted in the data folder.
 * @param options.quick reads only files written since the last such check; of the others presence and size are compared
 */
export async function checkLake(platform: Platform, options: { quick?: boolean } = {}): Promise<LakeCheck> {
  const started = new Date()
  const since = options.quick ? await lastCheck(platform) : undefined
  const releases = await lastReleases(platform)
  const check: LakeCheck = { tables: 0, files: 0, bytes: 0, read: 0, faults: [], problems: [] }
  if (since) check.since = since
  for (const name of await platform.lake.names()) {
    await collecting(check, async () => {
      const versions = releases.flatMap(({ tables }) => tables[name] ?? [])
      const { files, bytes, read, faults } = await platform.lake.table(name).verify(versions, { since })
      check.tables += 1
      check.files += files
      check.bytes += bytes
      check.read += read
      check.faults.push(...faults)
    })
  }
  for (const release of releases) await collecting(check, () => checkRelease(platform, release))
  if (!since) await noteCheck(platform, check, started)
  return check
}

const checkedSchema = z.object({ checkedAt: z.coerce.date() })
/** Clocks of file servers may be late by so much. */
const CLOCK_SKEW_MS = 5 * 60_000

/** When a check last read all files and found nothing; undefined when none did, or what was noted cannot be read. */
async function lastCheck({ paths }: Platform): Promise<Date | undefined> {
  const text = await readFile(paths.lakeChecked, 'utf8').catch(() => '')
  const noted = checkedSchema.safeParse(jsonOf(text))
  return noted.success ? new Date(noted.data.checkedAt.getTime() - CLOCK_SKEW_MS) : undefined
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Of a lake that is not as it was written no check is noted, so that the next one reads all files. */
async function noteCheck({ paths, log }: Platform, check: LakeCheck, started: Date): Promise<void> {
  const { tables, files, bytes, faults, problems } = check
  try {
    if (faults.length + problems.length > 0) await rm(paths.lakeChecked, { force: true })
    else
      await writeFile(paths.lakeChecked, `${JSON.stringify({ checkedAt: started, tables, files, bytes })}\n`)
  } catch (error) {
    log.warn({ err: error }, 'check of the lake not noted')
  }
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
