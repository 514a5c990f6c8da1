import { isUtf8 } from 'node:buffer'
import { costOf } from './plausibility.ts'

const big5 = new TextDecoder('big5')
const gb18030 = new TextDecoder('gb18030')
/** Bits by which a text must be likelier to be Big5 than GB18030, and the share of its cost by which it must besides. */
const MARGIN = 28
const SHARE = 0.1
/** Bits of a character of Big5: of its first level, which is what is written, of its second, and of its signs. */
const FIRST_LEVEL = 10.5
const SECOND_LEVEL = 18
const SIGN = 12

/**
 * True of bytes that are far likelier Big5, which is not read, than GB18030, as which they would come out as rare characters
 * that nobody wrote.
 */
export function isBig5(bytes: Uint8Array): boolean {
  if (isUtf8(bytes)) return false
  const cost = costOfBig5(bytes)
  if (!Number.isFinite(cost) || big5.decode(bytes).includes('\ufffd')) return false
  return cost * (1 + SHARE) + MARGIN <= costOf(gb18030.decode(bytes))
}

/** Infinite of bytes that are none. */
function costOfBig5(bytes: Uint8Array): number {
  let cost = 0
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at] as number
    if (lead < 0x80) continue
    at++
    if (lead >= 0xa4 && lead <= 0xc6) cost += FIRST_LEVEL
    else if (lead >= 0xc9 && lead <= 0xf9) cost += SECOND_LEVEL
    else if (lead >= 0xa1 && lead <= 0xa3) cost += SIGN
    else return Number.POSITIVE_INFINITY
  }
  return cost
}
