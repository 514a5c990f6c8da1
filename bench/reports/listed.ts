import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { relative } from 'node:path'
import { StringDecoder } from 'node:string_decoder'
import { promisify } from 'node:util'
import { type Entry, open, type ZipFile } from 'yauzl'

/** Columns of the list of rows that are compared, and how they are called. */
const columns = { F: 'key', G: 'value', H: 'line', J: 'extract', M: 'rule' } as const

/** Every sheet: which is the list is seen by its rows. */
const SHEET = /^xl\/worksheets\/sheet\d+\.xml$/

/** Writes the rows that the workbooks list to a file of CSV, with the workbook's path below `folder`. */
export async function listedIn(workbooks: string[], folder: string, file: string): Promise<void> {
  const out = createWriteStream(file)
  out.write(`report,${Object.values(columns).join(',')}\n`)
  for (const path of workbooks) {
    const name = relative(folder, path).replace(/\.xlsx$/, '')
    for await (const cells of rowsOf(path)) {
      // Other sheets have fewer columns, and headings have no number of an extract.
      if (!/^\d+$/.test(cells.get('J') ?? '') || !cells.has('M')) continue
      const values = Object.keys(columns).map((column) => quoted(cells.get(column) ?? ''))
      if (!out.write(`${[name, ...values].join(',')}\n`)) await once(out, 'drain')
    }
  }
  out.end()
  await once(out, 'finish')
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

const openZip = promisify<string, { lazyEntries: boolean; autoClose: boolean }, ZipFile>(open)

/** The cells of every row of every sheet, by the letters of their columns. */
async function* rowsOf(path: string): AsyncGenerator<Map<string, string>> {
  const zip = await openZip(path, { lazyEntries: true, autoClose: false })
  try {
    for (const entry of await entriesOf(zip)) {
      if (!SHEET.test(entry.fileName)) continue
      const stream = await promisify(
        zip.openReadStream.bind(zip) as (
          entry: Entry,
          then: (error: Error | null, stream: NodeJS.ReadableStream) => void,
        ) => void,
      )(entry)
      const decoder = new StringDecoder('utf8')
      let rest = ''
      for await (const chunk of stream) {
        const parts = (rest + decoder.write(chunk as Buffer)).split('</row>')
        rest = parts.pop() ?? ''
        for (const part of parts) yield cellsOf(part)
      }
    }
  } finally {
    zip.close()
  }
}

async function entriesOf(zip: ZipFile): Promise<Entry[]> {
  const entries: Entry[] = []
  zip.on('entry', (entry: Entry) => {
    entries.push(entry)
    zip.readEntry()
  })
  zip.readEntry()
  await once(zip, 'end')
  return entries
}

const CELL = /<c r="([A-Z]+)\d+"[^>]*>(?:<is>)?(?:<v>|<t[^>]*>)([^<]*)/g

function cellsOf(row: string): Map<string, string> {
  return new Map([...row.matchAll(CELL)].map(([, column = '', text = '']) => [column, plain(text)]))
}

function plain(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&')
}
