import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { ShuyuanError } from '../../core/errors.ts'
import { actAs } from '../../governance/officer.ts'
import { problem } from '../../governance/problem.ts'
import {
  discardExtract as discard,
  type ExtractDecision,
  retryExtract as retry,
} from '../../warehouse/ledger/extract_decisions.ts'
import type { Extract } from '../../warehouse/ledger/extracts.ts'
import { isLocked } from '../../warehouse/ledger/locks.ts'
import type { Platform } from '../platform.ts'
import { stageId } from '../stage.ts'
import type { Decision } from './accept.ts'
import { extractNamed, type ListedExtract } from './list.ts'
import './locale.ts'

/**
 * Gives up an extract that waits, was set aside or was refused. Its file stays in landing.
 * @throws ShuyuanError `pipelines.extract_busy`, those of `actAs`, `extractNamed` and of the ledger's `discardExtract`
 */
export async function discardExtract(
  platform: Platform,
  id: string,
  decision: Decision,
): Promise<ListedExtract> {
  const { extract, decided } = await decidedOn(platform, id, decision)
  const { department, dataset, seq, fileName: file } = extract
  const fields = { department, dataset, extract: seq, file, severity: 'error' }
  const waited = problem('error.pipelines.extract_given_up', fields)
  await discard(platform.ledger.db, extract, decided, waited)
  return extractNamed(platform, id)
}

/**
 * Has the next run try again an extract that was set aside, refused or given up, as a new extract of the same file.
 * @throws ShuyuanError `pipelines.extract_busy`, `pipelines.landed_file_missing`, those of `actAs`, `extractNamed` and of
 * the ledger's `retryExtract`
 */
export async function retryExtract(platform: Platform, id: string, decision: Decision): Promise<Extract> {
  const { extract, decided } = await decidedOn(platform, id, decision)
  const path = join(platform.paths.landing, extract.dataset, extract.sha256)
  await access(path).catch((cause: unknown) => {
    throw new ShuyuanError('pipelines.landed_file_missing', { extract: id, path }, { cause })
  })
  return retry(platform.ledger.db, extract, decided)
}

async function decidedOn(
  platform: Platform,
  id: string,
  { officer, reason }: Decision,
): Promise<{ extract: ListedExtract; decided: ExtractDecision }> {
  const account = actAs(platform, officer)
  const extract = await extractNamed(platform, id)
  if (await isLocked(platform.ledger.db, `stage:${stageId('ingest', extract.dataset)}`))
    throw new ShuyuanError('pipelines.extract_busy', { extract: id, dataset: extract.dataset })
  return { extract, decided: { officer, account, reason, at: platform.clock.now() } }
}
