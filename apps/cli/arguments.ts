import { ShuyuanError } from '../../core/errors.ts'

/** The number of `--limit`. @throws ShuyuanError `cli.bad_limit` */
export function positive(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new ShuyuanError('cli.bad_limit', { value })
  return Number(value)
}
