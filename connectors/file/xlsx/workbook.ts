import { posix } from 'node:path'
import { isDateFormat } from './numbers.ts'
import type { Parts } from './parts.ts'
import { unescaped } from './xml.ts'

/** What is needed of a workbook before its sheets can be read. */
export interface Workbook {
  /** Parts of the sheets, in the order of their tabs. */
  sheets: string[]
  /** Their names, in the same order. */
  names: string[]
  sharedStrings: string[]
  /** Per cell style: whether it shows dates. */
  dateStyles: boolean[]
  date1904: boolean
}

/** Reads the parts around the sheets. @throws Error when there is no workbook in it */
export async function readWorkbook(parts: Parts): Promise<Workbook> {
  const path = 'xl/workbook.xml'
  if (!parts.has(path)) throw new Error('no xl/workbook.xml')
  const tabs: { id: string; name: string }[] = []
  let date1904 = false
  await parts.read(path, {
    open: (name, attribute) => {
      if (name === 'sheet') {
        const id = attribute('r:id') ?? attribute('\\w+:id') ?? ''
        tabs.push({ id, name: unescaped(attribute('name') ?? '') })
      }
      if (name === 'workbookPr') date1904 = /^(1|true)$/.test(attribute('date1904') ?? '')
    },
    text: () => undefined,
    close: () => undefined,
  })
  const targets = await readTargets(parts)
  const there = tabs.flatMap(({ id, name }) => {
    const part = targets.get(id)
    return part !== undefined && parts.has(part) ? [{ part, name }] : []
  })
  return {
    sheets: there.map(({ part }) => part),
    names: there.map(({ name }) => name),
    date1904,
    sharedStrings: await readStrings(parts),
    dateStyles: await readDateStyles(parts),
  }
}

async function readTargets(parts: Parts): Promise<Map<string, string>> {
  const targets = new Map<string, string>()
  await parts.read('xl/_rels/workbook.xml.rels', {
    open: (name, attribute) => {
      if (name !== 'Relationship') return
      const target = attribute('Target') ?? ''
      targets.set(attribute('Id') ?? '', target.startsWith('/') ? target.slice(1) : posix.join('xl', target))
    },
    text: () => undefined,
    close: () => undefined,
  })
  return targets
}

/** Strings with their rich-text runs joined; phonetic readings left out. */
async function readStrings(parts: Parts): Promise<string[]> {
  const strings: string[] = []
  let current = ''
  let taking = false
  let phonetic = false
  await parts.read('xl/sharedStrings.xml', {
    open: (name) => {
      if (name === 'si') current = ''
      else if (name === 'rPh') phonetic = true
      else if (name === 't') taking = !phonetic
    },
    text: (value) => {
      if (taking) current += value
    },
    close: (name) => {
      if (name === 'si') strings.push(unescaped(current))
      else if (name === 'rPh') phonetic = false
      else if (name === 't') taking = false
    },
  })
  return strings
}

async function readDateStyles(parts: Parts): Promise<boolean[]> {
  const codes = new Map<number, string>()
  const styles: boolean[] = []
  let inCellFormats = false
  await parts.read('xl/styles.xml', {
    open: (name, attribute) => {
      const id = Number(attribute('numFmtId') ?? 0)
      if (name === 'numFmt') codes.set(id, attribute('formatCode') ?? '')
      else if (name === 'cellXfs') inCellFormats = true
      else if (name === 'xf' && inCellFormats) styles.push(isDateFormat(id, codes.get(id)))
    },
    text: () => undefined,
    close: (name) => {
      if (name === 'cellXfs') inCellFormats = false
    },
  })
  return styles
}
