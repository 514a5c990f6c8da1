import type { Extract } from './extracts.ts'

/** How a department writes a day. */
export type DateStyle = (iso: string | null) => string | null

/** Each kind of file has its habit: 19880730, 1988/7/30, 1988年7月30日 or (null) 1988-07-30. */
export function dateStyleOf({ form }: Extract): DateStyle | null {
  if (form.csv?.encoding === 'gb18030')
    return (iso) => iso && iso.slice(0, 4) + iso.slice(5, 7) + iso.slice(8)
  if (form.csv?.encoding === 'utf16le')
    return (iso) => iso && `${iso.slice(0, 4)}/${short(iso, 5)}/${short(iso, 8)}`
  if (form.kind === 'xlsx') return (iso) => iso && `${iso.slice(0, 4)}年${short(iso, 5)}月${short(iso, 8)}日`
  return null
}

/** The two digits at a place, without a zero in front. */
function short(iso: string, at: number): string {
  return iso.charAt(at) === '0' ? iso.charAt(at + 1) : iso.slice(at, at + 2)
}
