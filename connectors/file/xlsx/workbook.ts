import { posix } from 'node:path'
import { ShuyuanError } from '../../../core/errors.ts'
import type { NamedFile } from '../types.ts'
import { type NumberFormat, numberFormat } from './formats.ts'
import type { Parts } from './parts.ts'
import { prefixed, unescaped, type XmlHandler } from './xml.ts'

/** A sheet by its tab. */
export interface Tab {
  name: string
  part: string
  hidden: boolean
}

/** What is needed of a workbook before its sheets can be read. */
export interface Workbook {
  /** Sheets of cells in the order of their tabs; charts and the like are left out. */
  tabs: Tab[]
  sharedStrings: string[]
  /** Per cell style how it shows numbers. */
  formats: NumberFormat[]
  date1904: boolean
}

/** Strings of a workbook are held in memory, so there is a bound on how many and how long. */
const MOST_STRINGS = 10_000_000
const MOST_STRING_BYTES = 512 << 20
const LONGEST_STRING = 1 << 20
const MOST_TABS = 1000
/** A spreadsheet program allows 255. */
const LONGEST_FORMAT = 4096

/**
 * Reads the parts around the sheets. They are found by relationships; a workbook without any is looked for where
 * most programs put it.
 * @throws Error when there is no workbook in it, ShuyuanError `connectors.archive_bomb`
 */
export async function readWorkbook(parts: Parts, file: NamedFile): Promise<Workbook> {
  const path = await workbookPart(parts)
  if (path.toLowerCase().endsWith('.bin')) {
    const fields = { dataset: file.dataset.id, file: file.fileName, reason: '.xlsb' }
    throw new ShuyuanError('connectors.format_unsupported', fields)
  }
  if (!parts.has(path)) throw new Error('no workbook')
  const sheets: { id: string; name: string; hidden: boolean }[] = []
  let date1904 = false
  await readRoot(parts, path, 'workbook', {
    open: (name, attributes, parent) => {
      if (name === 'sheet' && parent === 'sheets') {
        if (sheets.length >= MOST_TABS) throw new Error(`more than ${MOST_TABS} sheets`)
        const hidden = /hidden$/i.test(attributes.get('state') ?? '')
        sheets.push({
          id: prefixed(attributes, 'id') ?? '',
          name: unescaped(attributes.get('name') ?? ''),
          hidden,
        })
      }
      if (name === 'workbookPr') date1904 = /^(1|true)$/.test(attributes.get('date1904') ?? '')
    },
  })
  if (sheets.length === 0) throw new Error('no sheets')
  const relations = await readRelations(parts, path)
  const tabs = sheets.flatMap((sheet) => tabOf(parts, sheet, relations))
  if (new Set(tabs.map(({ part }) => part)).size < tabs.length) throw new Error('two sheets of one part')
  const near = (name: string) => posix.join(posix.dirname(path), name)
  const of = (kind: string) => relations.find(({ type }) => type === kind)?.target
  return {
    tabs,
    date1904,
    sharedStrings: await readStrings(parts, of('sharedStrings') ?? near('sharedStrings.xml'), file),
    formats: await readFormats(parts, of('styles') ?? near('styles.xml')),
  }
}

interface Relation {
  id: string
  /** The last word of its type: `worksheet`, `styles`; empty where none is given. */
  type: string
  target: string
}

/** Sheets that hold no cells. */
const OTHER_SHEETS = new Set(['chartsheet', 'dialogsheet', 'xlMacrosheet', 'xlIntlMacrosheet'])

function tabOf(
  parts: Parts,
  { id, name, hidden }: { id: string; name: string; hidden: boolean },
  relations: Relation[],
): Tab[] {
  const relation = relations.find((each) => each.id === id)
  if (relation && OTHER_SHEETS.has(relation.type)) return []
  if (!relation || !parts.has(relation.target)) throw new Error(`no part of sheet ${shownName(name)}`)
  return [{ name, part: relation.target, hidden }]
}

/** A sheet's name as messages may show it: long numbers, which may be a person's, are left out. */
export function shownName(name: string): string {
  return name.replace(/\d{5,}/g, '…').slice(0, 40)
}

async function workbookPart(parts: Parts): Promise<string> {
  const relations = await readRelations(parts, '')
  const related = relations.find(({ type }) => type === 'officeDocument')?.target
  if (related !== undefined) return related
  const found: string[] = []
  await readSmall(parts, '[Content_Types].xml', {
    open: (name, attributes) => {
      if (
        name === 'Override' &&
        /sheet\.(main|macroEnabled\.main)\+xml$/.test(attributes.get('ContentType') ?? '')
      )
        found.push(targetOf('', attributes.get('PartName') ?? ''))
    },
  })
  return found[0] ?? 'xl/workbook.xml'
}

/** The relationships of a part; of the package for the empty name. */
async function readRelations(parts: Parts, path: string): Promise<Relation[]> {
  const folder = path === '' ? '' : posix.dirname(path)
  const relations: Relation[] = []
  await readSmall(parts, posix.join(folder, '_rels', `${posix.basename(path)}.rels`), {
    open: (name, attributes) => {
      if (name !== 'Relationship' || attributes.get('TargetMode') === 'External') return
      const type = (attributes.get('Type') ?? '').split('/').at(-1) ?? ''
      const target = targetOf(folder, attributes.get('Target') ?? '')
      relations.push({ id: attributes.get('Id') ?? '', type, target })
    },
  })
  return relations
}

/** The part that a target names, from the folder of the part that names it. */
function targetOf(folder: string, target: string): string {
  const path = /%[0-9a-f]{2}/i.test(target) ? decodeURIComponent(target) : target
  const slashed = path.replaceAll('\\', '/')
  return slashed.startsWith('/') ? posix.normalize(slashed).slice(1) : posix.join(folder, slashed)
}

/** Reads a part whose root must be `root`: parts that were exchanged are no workbook. */
async function readRoot(
  parts: Parts,
  path: string,
  root: string,
  handler: Partial<XmlHandler>,
  kind: 'count' | 'small' = 'small',
): Promise<void> {
  const rooted: XmlHandler = {
    open: (name, attributes, parent) => {
      if (parent === '' && name !== root) throw new Error(`<${root}> expected`)
      handler.open?.(name, attributes, parent)
    },
    text: (value, parent) => handler.text?.(value, parent),
    close: (name, parent) => handler.close?.(name, parent),
  }
  await parts.read(path, rooted, undefined, kind)
}

async function readSmall(parts: Parts, path: string, { open }: Pick<XmlHandler, 'open'>): Promise<void> {
  await parts.read(path, { open, text: () => undefined, close: () => undefined }, undefined, 'small')
}

/** Strings with their rich-text runs joined; phonetic readings left out. */
async function readStrings(parts: Parts, path: string, file: NamedFile): Promise<string[]> {
  const strings: string[] = []
  let current = ''
  let taking = false
  let phonetic = false
  let bytes = 0
  const bomb = (limit: string) =>
    new ShuyuanError('connectors.archive_bomb', { dataset: file.dataset.id, file: file.fileName, limit })
  const handler: Partial<XmlHandler> = {
    open: (name, _attributes, parent) => {
      if (name === 'si') current = ''
      else if (name === 'rPh') phonetic = true
      else if (name === 't') taking = !phonetic && (parent === 'si' || parent === 'r')
    },
    text: (value, parent) => {
      if (!taking || parent !== 't') return
      current += value
      bytes += value.length * 2
      if (current.length > LONGEST_STRING) throw new Error('a text too long')
      if (bytes > MOST_STRING_BYTES) throw bomb('512 MiB')
    },
    close: (name) => {
      if (name === 'rPh') phonetic = false
      else if (name === 't') taking = false
      else if (name === 'si') {
        if (strings.length >= MOST_STRINGS) throw bomb(`${MOST_STRINGS} sharedStrings`)
        strings.push(unescaped(current))
      }
    },
  }
  await readRoot(parts, path, 'sst', handler, 'count')
  return strings
}

async function readFormats(parts: Parts, path: string): Promise<NumberFormat[]> {
  const codes = new Map<number, string>()
  const ids: number[] = []
  await readRoot(parts, path, 'styleSheet', {
    open: (name, attributes, parent) => {
      const id = Number(attributes.get('numFmtId') ?? 0)
      if (name === 'numFmt' && parent === 'numFmts') {
        const code = attributes.get('formatCode') ?? ''
        if (code.length > LONGEST_FORMAT) throw new Error(`formatCode > ${LONGEST_FORMAT}`)
        codes.set(id, unescaped(code))
      } else if (name === 'xf' && parent === 'cellXfs') ids.push(id)
    },
  })
  const known = new Map<number, NumberFormat>()
  return ids.map((id) => {
    const format = known.get(id) ?? numberFormat(id, codes.get(id))
    known.set(id, format)
    return format
  })
}
