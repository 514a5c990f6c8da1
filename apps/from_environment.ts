import { ShuyuanError } from '../core/errors.ts'
import './locale.ts'

/**
 * The value that the environment has for `name`, so that test and production differ in their environment and not in
 * their files, and no secret stands in one:
 *
 * ```ts
 * officers: [{ id: 'chief', name: '值班负责人', account: fromEnvironment('CHIEF_ACCOUNT') }]
 * ```
 *
 * @throws ShuyuanError `cli.environment` where there is none and no `fallback`; it names the variable, never a value
 */
export function fromEnvironment(name: string, fallback?: string): string {
  const value = process.env[name] || fallback
  if (value !== undefined) return value
  throw new ShuyuanError('cli.environment', { name })
}
