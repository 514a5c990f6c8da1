import type { Sink } from './sink.ts'
import type { ExtractWriter } from './writer.ts'
import { ZipWriter } from './zip.ts'

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

/**
 * A workbook with one sheet of text cells, as office programs write it (shared strings), the same bytes
 * every time. A row written with damage `float` has its first cell as the number that a spreadsheet makes
 * of an 18-digit identity number: fifteen digits are left. Held in memory until closed: for deltas and small registers.
 */
export function xlsxWriter(sink: Sink, header: readonly string[]): ExtractWriter {
  const strings = new Map<string, number>()
  const letters = header.map((_, i) => String.fromCharCode(65 + i))
  const rows: string[] = []
  const cell = (value: string | null, column: number, row: number) => {
    if (value === null) return ''
    const index = strings.get(value) ?? strings.size
    strings.set(value, index)
    return `<c r="${letters[column]}${row}" t="s"><v>${index}</v></c>`
  }
  const write: ExtractWriter['write'] = (values, damage) => {
    const row = rows.length + 1
    const cells = values.map((value, i) =>
      damage === 'float' && i === 0 ? `<c r="A${row}"><v>${asFloat(value)}</v></c>` : cell(value, i, row),
    )
    rows.push(`<row r="${row}">${cells.join('')}</row>`)
    return row
  }
  write(header)
  return { write, close: () => writeWorkbook(sink, [...strings.keys()], rows) }
}

/** 150102199001010018 → 1.50102199001010E+17 */
function asFloat(value: string | null): string {
  const digits = (value ?? '').slice(0, 15)
  return `${digits.charAt(0)}.${digits.slice(1)}E+17`
}

function writeWorkbook(sink: Sink, strings: string[], rows: string[]): void {
  const zip = new ZipWriter(sink)
  const part = (name: string, text: string) => {
    const entry = zip.entry(name)
    entry.write(Buffer.from(HEAD + text, 'utf8'))
    entry.close()
  }
  part('[Content_Types].xml', contentTypes)
  part('_rels/.rels', relations([['officeDocument', 'xl/workbook.xml']]))
  part(
    'xl/workbook.xml',
    `<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  )
  part(
    'xl/_rels/workbook.xml.rels',
    relations([
      ['worksheet', 'worksheets/sheet1.xml'],
      ['sharedStrings', 'sharedStrings.xml'],
      ['styles', 'styles.xml'],
    ]),
  )
  part('xl/styles.xml', styles)
  const items = strings.map((text) => `<si><t xml:space="preserve">${escapeXml(text)}</t></si>`)
  part('xl/sharedStrings.xml', `<sst xmlns="${MAIN}" uniqueCount="${items.length}">${items.join('')}</sst>`)
  part(
    'xl/worksheets/sheet1.xml',
    `<worksheet xmlns="${MAIN}"><sheetData>${rows.join('')}</sheetData></worksheet>`,
  )
  zip.close()
}

const contentTypes =
  `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
  `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
  `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/>` +
  `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>` +
  `<Override PartName="/xl/sharedStrings.xml" ContentType="${TYPE}.sharedStrings+xml"/></Types>`

const styles =
  `<styleSheet xmlns="${MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>` +
  `<fills count="1"><fill><patternFill patternType="none"/></fill></fills><borders count="1"><border/></borders>` +
  `<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>`

function relations(targets: [kind: string, target: string][]): string {
  const items = targets.map(
    ([kind, target], i) => `<Relationship Id="rId${i + 1}" Type="${DOCUMENT}/${kind}" Target="${target}"/>`,
  )
  return `<Relationships xmlns="${PACKAGE}/relationships">${items.join('')}</Relationships>`
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
