import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { ShuyuanError } from '../core/errors.ts'
import './locale.ts'

/** What a deployment's configuration may be called; one of them in a folder. */
export const CONFIG_NAMES = [
  'jobs.config.ts',
  'jobs.config.mts',
  'jobs.config.js',
  'jobs.config.mjs',
] as const

/**
 * The configuration of the nearest folder that has one, from `from` upwards; undefined where none has.
 * @throws ShuyuanError `cli.two_deployments` where a folder has several
 */
export function findConfig(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    const [found, another] = CONFIG_NAMES.map((name) => join(folder, name)).filter(existsSync)
    if (found && another)
      throw new ShuyuanError('cli.two_deployments', {
        folder,
        files: [found, another].map((file) => basename(file)).join(', '),
      })
    if (found || folder === dirname(folder)) return found
  }
}
