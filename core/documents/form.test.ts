import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import yauzl from 'yauzl'
import { writeForm } from './form.ts'

const folder = mkdtempSync(join(tmpdir(), 'shuyuan-form-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Elements of a worksheet in the order of the schema: ECMA-376 part 1, CT_Worksheet. */
const ORDER =
  'sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF picture oleObjects controls webPublishItems tableParts extLst'.split(
    ' ',
  )

/** The text of a part of a workbook. */
function part(path: string, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    yauzl.open(path, { lazyEntries: true }, (error, zip) => {
      if (error) return reject(error)
      zip.on('entry', (entry: yauzl.Entry) => {
        if (entry.fileName !== name) return zip.readEntry()
        zip.openReadStream(entry, (failure, stream) => {
          if (failure) return reject(failure)
          const chunks: Buffer[] = []
          stream.on('data', (chunk: Buffer) => chunks.push(chunk))
          stream.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')))
        })
      })
      zip.on('end', () => reject(new Error(`no part ${name}`)))
      zip.readEntry()
    })
  })
}

/** Names of the elements directly below the worksheet. */
function children(xml: string): string[] {
  const names: string[] = []
  let depth = 0
  for (const [, closing, name = '', rest = ''] of xml.matchAll(/<(\/?)([A-Za-z][\w:]*)([^>]*)>/g)) {
    if (closing) depth -= 1
    else {
      if (depth === 1) names.push(name)
      if (!rest.endsWith('/')) depth += 1
    }
  }
  return names
}

describe('a form', () => {
  const path = join(folder, 'form.xlsx')
  const write = () =>
    writeForm(path, {
      name: '核处表',
      title: '自治区公安厅 & 核处表',
      columns: [
        { header: '主键', width: 20 },
        { header: '结果', width: 10, free: true, choices: ['是', '否'] },
        { header: '校验码', width: 10, unprinted: true },
      ],
      rows: [
        ['=1+1', '', 'x'],
        ['\u0007钟', '', '_x0041_'],
      ],
      protect: true,
      instructions: { name: '说明', lines: ['先看这里'] },
    })

  it('has the elements of its sheets in the order of the schema', async () => {
    await write()
    const names = children(await part(path, 'xl/worksheets/sheet1.xml'))
    expect(names).toEqual(expect.arrayContaining(['sheetProtection', 'autoFilter', 'dataValidations']))
    expect(names.map((name) => ORDER.indexOf(name))).not.toContain(-1)
    expect(names).toEqual(names.toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)))
  })

  it('is printed on A4 across, its title and header on each page, without the codes of the machine', async () => {
    await write()
    const sheet = await part(path, 'xl/worksheets/sheet1.xml')
    expect(sheet).toMatch(/<pageSetup[^>]*paperSize="9"[^>]*/)
    expect(sheet).toContain('orientation="landscape"')
    expect(sheet).toContain('自治区公安厅 ＆ 核处表')
    const book = await part(path, 'xl/workbook.xml')
    expect(book).toMatch(/Print_Area[^<]*>[^<]*\$A\$1:\$B\$3</)
    expect(book).toMatch(/Print_Titles[^<]*>[^<]*\$1:\$1/)
  })

  it('has no formula, and no character that a workbook cannot carry', async () => {
    await write()
    const sheet = await part(path, 'xl/worksheets/sheet1.xml')
    const strings = await part(path, 'xl/sharedStrings.xml').catch(() => sheet)
    expect(strings).toContain('&apos;=1+1')
    expect(strings).toContain('\\x07钟')
    expect(strings).toContain('_x005F_x0041_')
  })
})
