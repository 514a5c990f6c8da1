import { join, resolve } from 'node:path'
import { ShuyuanError } from '../../core/errors.ts'
import { actAs } from '../../governance/officer.ts'
import { acceptFile } from '../../warehouse/ledger/accepted_files.ts'
import type { Platform } from '../platform.ts'
import { type EarlyFile, earlyFiles } from '../sources/files.ts'
import './locale.ts'

/** Who decides, and why. */
export interface Decision {
  /** Id of the officer in jobs.config.ts. */
  officer: string
  reason: string
}

/**
 * Has the next run take a file that is held since its name dates it in the future: this file, as it looks now.
 * @param name of the file, alone, with its drop folder, or as a path
 * @throws ShuyuanError `pipelines.no_held_file`, `pipelines.several_held_files`, those of `actAs` and `acceptFile`
 */
export async function acceptEarlyFile(
  platform: Platform,
  name: string,
  { officer, reason }: Decision,
): Promise<EarlyFile> {
  const account = actAs(platform, officer)
  const early = await earlyFiles(platform, platform.ledger.db)
  const found = early.filter(({ file, path }) => {
    const whole = join(platform.paths.drops, path)
    return [file, path, join('drop', path), whole].includes(name) || resolve(name) === whole
  })
  const [one] = found
  if (!one) throw new ShuyuanError('pipelines.no_held_file', { file: name, held: listed(early) })
  if (found.length > 1)
    throw new ShuyuanError('pipelines.several_held_files', { file: name, held: listed(found) })
  const { path, size, mtimeNs, dataset } = one
  const acceptedAt = platform.clock.now()
  await acceptFile(platform.ledger.db, {
    ...{ path, size, mtimeNs, dataset, officer, account, reason, acceptedAt },
  })
  return one
}

const listed = (files: EarlyFile[]) => files.map(({ path }) => path).join(', ') || '-'
