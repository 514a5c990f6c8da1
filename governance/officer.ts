import { authorise } from '../access/authorise.ts'
import { ShuyuanError } from '../core/errors.ts'
import './locale.ts'
import type { Platform } from './platform.ts'
import { actor } from './record.ts'

/**
 * Checks that whoever gives this command may act as officer `id` of jobs.config.ts.
 * @returns the account of the operating system that acts
 * @throws ShuyuanError `pipelines.unknown_officer`, `pipelines.officer_without_account`, `pipelines.officer_account`
 */
export function actAs({ config }: Pick<Platform, 'config'>, id: string): string {
  const officer = config.officers.find((each) => each.id === id)
  if (!officer) {
    const known = config.officers.map((each) => each.id).join(', ') || '-'
    throw new ShuyuanError('pipelines.unknown_officer', { officer: id, known })
  }
  const account = actor()
  authorise({ kind: 'account', account }, 'officer.act', officer)
  return account
}
