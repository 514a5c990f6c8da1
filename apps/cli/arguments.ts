import { ShuyuanError } from '../../core/errors.ts'
import './locale_profile.ts'

/** The number of `--limit`. @throws ShuyuanError `cli.bad_limit` */
export function positive(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new ShuyuanError('cli.bad_limit', { value })
  return Number(value)
}

/** The number of an extract, of `--extract`. @throws ShuyuanError `cli.bad_extract` */
export function extractOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const number = Number(text)
  if (!Number.isInteger(number) || number < 1) throw new ShuyuanError('cli.bad_extract', { value: text })
  return number
}
