import type { Extract } from './extracts.ts'

/** How a department writes a day. */
export type DateStyle = (iso: string | null) => string | null

/** Each kind of file has its habit: 19880730, 1988/7/30, 1988年7月30日 or 1988-07-30. */
export function dateStyleOf({ form }: Extract): DateStyle {
  if (form.csv?.encoding === 'gb18030') return (iso) => iso?.replaceAll('-', '') ?? null
  if (form.csv?.encoding === 'utf16le') return (iso) => iso && parts(iso).join('/')
  if (form.kind === 'xlsx') return chinese
  return (iso) => iso
}

function chinese(iso: string | null): string | null {
  if (iso === null) return null
  const [year, month, day] = parts(iso)
  return `${year}年${month}月${day}日`
}

function parts(iso: string): number[] {
  return iso.split('-').map(Number)
}
