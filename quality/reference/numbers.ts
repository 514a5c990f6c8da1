/** By the bytes of UTF-8, as the engine compares. */
export function compareTexts(one: string | null, other: string | null): number | undefined {
  if (one === null || other === null) return undefined
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}

/** A plain decimal text below or above its limits, exactly. */
export function numberOutside(number: string, { min, max }: { min?: number; max?: number }): boolean {
  const value = units(number)
  return (
    (min !== undefined && value < units(String(min))) || (max !== undefined && value > units(String(max)))
  )
}

/** Ten-thousandths. */
export function units(number: string): bigint {
  const [whole = '0', fraction = ''] = number.split('.')
  const size = BigInt(whole.replace('-', '')) * 10_000n + BigInt(fraction.padEnd(4, '0') || '0')
  return number.startsWith('-') ? -size : size
}
