/** One way in which a line may be read. */
export interface Reading {
  /** The whole text, folded. */
  text: string
  /** Its values, folded, where they could be told apart; else what stands between delimiters. */
  values: string[]
}

/** A line that was not accepted, as far as its text can be had. */
export interface BrokenLine {
  readings: Reading[]
  /** False where only the head of the line was kept. */
  whole: boolean
  /** The value of the key's field, folded, where the columns could be told apart. */
  key?: string
}

/** Between values of delimited text and of JSON; not what may stand inside an identifier. */
const DELIMITERS = /[,;|\t\r\n"{}[\]]/
const CUT = /\[… \d+ bytes(?:, from byte \d+ of the file's text)?\]$/
const BASE64 = 'base64:'

/** Letters and digits alone, in one form each: what stays of an identifier however it is written. */
export function fold(text: string): string {
  return text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** A record that could not be read, from the text or the bytes that were kept of it. */
export function unreadableLine(raw: string): BrokenLine {
  const read = raw.startsWith(BASE64) ? readings(Buffer.from(raw.slice(BASE64.length), 'base64')) : [raw]
  const texts = read.flatMap(withoutEscapes)
  return {
    readings: texts.map((text) => ({ text: fold(text), values: distinctive(text.split(DELIMITERS)) })),
    whole: !texts.some((text) => CUT.test(text)),
  }
}

/** A row whose columns could be told apart, from its values as a JSON object. */
export function readableLine(raw: string, keyField: string): BrokenLine {
  const row = JSON.parse(raw) as Record<string, string | null>
  const texts = Object.values(row).map((value) => value ?? '')
  return {
    readings: [{ text: texts.map(fold).join('\0'), values: distinctive(texts) }],
    whole: true,
    key: fold(row[keyField] ?? ''),
  }
}

/** The text and, where it has escapes as JSON writes them, the text without. */
function withoutEscapes(text: string): string[] {
  if (!text.includes('\\u')) return [text]
  const plain = text.replace(/\\u([0-9a-f]{4})/gi, (_escape, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
  return [text, plain]
}

/** One character, as codes have it, stands in every other line. */
export function isDistinctive(value: string): boolean {
  return value.length > 1
}

const distinctive = (values: string[]): string[] => [...new Set(values.map(fold).filter(isDistinctive))]

/**
 * Bytes in every encoding that departments send, mistakes passed over. ASCII alone among them: an identifier stands
 * there whole even where half a character before it would take its first letter in.
 */
function readings(bytes: Buffer): string[] {
  const decode = (encoding: string) => new TextDecoder(encoding).decode(bytes)
  const ascii = bytes.filter((byte) => byte > 0 && byte < 0x80)
  const wide = bytes.includes(0) ? [decode('utf-16le'), decode('utf-16be')] : []
  return [Buffer.from(ascii).toString('latin1'), decode('utf-8'), decode('gb18030'), ...wide]
}
