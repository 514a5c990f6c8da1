/** An identity number or credit code for a list that leaves the lake: first 1 and last 2 characters. */
export function maskKey(key: string | null): string {
  if (key === null) return ''
  return key.length <= 3
    ? '*'.repeat(key.length)
    : `${key.slice(0, 1)}${'*'.repeat(key.length - 3)}${key.slice(-2)}`
}
