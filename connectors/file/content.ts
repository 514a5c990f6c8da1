import { fileHead } from './chunks.ts'
import { detectEncoding } from './encoding.ts'
import { topLevelValues } from './json_object.ts'

/** What the first bytes of a file say that it is. `text`: nothing else that is known. */
export type Content =
  | { kind: 'zip' | 'gzip' | 'parquet' | 'arrow' | 'text' | 'json-lines' }
  /** Known and not read: named as people call it. */
  | { kind: 'other'; name: string; isArchive?: true }

const HEAD = 4096
/** First bytes, as Latin-1. */
const MAGIC: readonly (readonly [string, Content])[] = [
  ['PK\x03\x04', { kind: 'zip' }],
  ['PK\x05\x06', { kind: 'zip' }],
  ['PK\x07\x08', { kind: 'zip' }],
  ['\x1f\x8b', { kind: 'gzip' }],
  ['PAR1', { kind: 'parquet' }],
  ['PARE', { kind: 'parquet' }],
  ['ARROW1', { kind: 'arrow' }],
  ['FEA1', { kind: 'arrow' }],
  ['\xff\xff\xff\xff', { kind: 'arrow' }],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', { kind: 'other', name: '.xls / .et / .doc, encrypted .xlsx' }],
  ['%PDF', { kind: 'other', name: 'PDF' }],
  ['{\\rtf', { kind: 'other', name: 'RTF' }],
  ['SQLite format 3', { kind: 'other', name: 'SQLite' }],
  ['\x00\x01\x00\x00Standard ', { kind: 'other', name: 'Access' }],
  ['ORC', { kind: 'other', name: 'ORC' }],
  ['Obj\x01', { kind: 'other', name: 'Avro' }],
  ['Rar!\x1a', { kind: 'other', name: 'RAR', isArchive: true }],
  ['7z\xbc\xaf\x27\x1c', { kind: 'other', name: '7-Zip', isArchive: true }],
  ['BZh', { kind: 'other', name: 'bzip2', isArchive: true }],
  ['\xfd7zXZ', { kind: 'other', name: 'xz', isArchive: true }],
  ['\x28\xb5\x2f\xfd', { kind: 'other', name: 'Zstandard', isArchive: true }],
  ['\x04\x22\x4d\x18', { kind: 'other', name: 'LZ4', isArchive: true }],
]

/** First bytes with which a header may begin too (`PARENT_ID`): a table of text has no control characters behind them. */
const WORDS = new Set(['PARE', 'ORC', 'BZh'])

/** Tells what a file is by its content; its name has no say. */
export async function contentOf(path: string): Promise<Content> {
  const head = await fileHead(path, HEAD)
  const text = head.toString('latin1')
  const known = MAGIC.find(([magic]) => text.startsWith(magic) && (!WORDS.has(magic) || hasControls(head)))
  if (known) return known[1]
  if (text.slice(257, 262) === 'ustar') return { kind: 'other', name: 'tar', isArchive: true }
  return ofText(await beginning(path, head))
}

function hasControls(head: Buffer): boolean {
  return head.subarray(0, 64).some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20))
}

async function beginning(path: string, head: Buffer): Promise<string> {
  const { encoding, markBytes } = await detectEncoding(path)
  const bytes = head.subarray(markBytes)
  return new TextDecoder(encoding).decode(bytes).trimStart()
}

function ofText(text: string): Content {
  if (/^<(!doctype html|html|head|meta|body|table|style|div|script)\b/i.test(text))
    return { kind: 'other', name: 'HTML (a web page)' }
  if (/^<\?xml/i.test(text))
    return { kind: 'other', name: /<html\b/i.test(text) ? 'HTML (a web page)' : 'XML' }
  if (/^MIME-Version:/i.test(text)) return { kind: 'other', name: 'MHTML' }
  if (text.startsWith('[') && /^\[\s*(\{|\])/.test(text)) return { kind: 'other', name: 'JSON' }
  const line = text.split(/\r\n|\r|\n/, 1)[0] ?? ''
  return { kind: text.startsWith('{') && topLevelValues(line) ? 'json-lines' : 'text' }
}
