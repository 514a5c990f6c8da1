/** The 85 characters of Z85, by value. Source: rfc.zeromq.org/spec/32. */
const ALPHABET = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#'

const VALUES = new Map([...ALPHABET].map((character, value) => [character.charCodeAt(0), value]))

/** Z85 text of the bytes, which are filled up with zeros to a multiple of four, as Delta does. */
export function encodeZ85(bytes: Uint8Array): string {
  const padded = new Uint8Array(Math.ceil(bytes.length / 4) * 4)
  padded.set(bytes)
  const view = new DataView(padded.buffer)
  const text = Buffer.alloc((padded.length / 4) * 5)
  for (let group = 0; group * 4 < padded.length; group++) {
    let value = view.getUint32(group * 4)
    for (let digit = 4; digit >= 0; digit--) {
      text[group * 5 + digit] = ALPHABET.charCodeAt(value % 85)
      value = Math.floor(value / 85)
    }
  }
  return text.toString('latin1')
}

/** The first `length` bytes of a Z85 text; null when it is no Z85 text or holds less. */
export function decodeZ85(text: string, length: number): Uint8Array | null {
  if (text.length % 5 !== 0 || length > (text.length / 5) * 4) return null
  const view = new DataView(new ArrayBuffer((text.length / 5) * 4))
  for (let group = 0; group * 5 < text.length; group++) {
    const value = groupValue(text, group * 5)
    if (value === null) return null
    view.setUint32(group * 4, value)
  }
  return new Uint8Array(view.buffer, 0, length)
}

function groupValue(text: string, start: number): number | null {
  let value = 0
  for (let index = start; index < start + 5; index++) {
    const digit = VALUES.get(text.charCodeAt(index))
    if (digit === undefined) return null
    value = value * 85 + digit
  }
  return value <= 0xffff_ffff ? value : null
}
