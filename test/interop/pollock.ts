import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deathRegistration } from '../../catalog/datasets/person/death_registration.ts'
import { parseCanonical } from '../../connectors/file/canonical.testing.ts'
import { canonicalise } from '../../connectors/file/canonicalise.ts'
import { ShuyuanError } from '../../core/errors.ts'
import '../../quality/rules/kinds/index.ts'

/**
 * Reads the polluted files of the Pollock benchmark (`<repository>/polluted_files/csv`) and writes of each what was
 * taken, in the form that its metrics compare: the header as found, then the rows. A refused file says so; rows that
 * were rejected are missing. Arguments: the repository, the folder to write to.
 */
const [repository = '', out = ''] = process.argv.slice(2)

const columns = [
  'DATE',
  'TIME',
  'Qty',
  'PRODUCTID',
  'Price',
  'ProductType',
  'ProductDescription',
  'URL',
  'Comments',
]
const [some] = deathRegistration.fields
if (!some) throw new Error('a dataset without fields')
const dataset = {
  ...deathRegistration,
  fields: columns.map((header) => ({
    ...some,
    id: header.toLowerCase(),
    header,
    aliases: [],
    required: false,
  })),
  key: 'productid',
  eventTime: 'date',
  headerless: true,
}
const types = new Map([
  ['date', 'date'],
  ['qty', 'integer'],
] as const)

const folder = join(repository, 'polluted_files', 'csv')
const scratch = await mkdtemp(join(tmpdir(), 'pollock-'))
await mkdir(out, { recursive: true })
for (const name of await readdir(folder)) {
  await writeFile(join(out, `${name}_converted.csv`), await taken(join(folder, name), name))
}
await rm(scratch, { recursive: true })

async function taken(landedPath: string, fileName: string): Promise<string> {
  try {
    const result = await canonicalise({
      landedPath,
      fileName,
      format: 'csv',
      compression: 'none',
      dataset,
      types,
      mode: 'full',
      outDir: scratch,
      parquet: { toCsv: () => Promise.reject(new Error('no Parquet here')) },
    })
    const rows = parseCanonical(await readFile(result.canonicalPath, 'utf8')).slice(1)
    const names = result.header && result.header.line > 0 ? [result.header.names] : []
    return csv([...names, ...rows.map((row) => row.slice(2, -1))])
  } catch (error) {
    if (!(error instanceof ShuyuanError)) throw error
    return error.code === 'connectors.empty_file' ? '' : `Application Error\n${error.code}\n`
  }
}

function csv(rows: (string | null)[][]): string {
  const cell = (value: string | null) => `"${(value ?? '').replaceAll('"', '""')}"`
  return rows.map((row) => `${row.map(cell).join(',')}\n`).join('')
}
