import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from '../../warehouse/engine/engine.ts'
import { rejectRows } from './csv_relation.ts'
import { headers, readContent } from './files.testing.ts'

const MIB = 1 << 20
const header = `${headers.join(',')}\n`

let folder = ''
let engine: Engine
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'relation-'))
  engine = await openEngine({ tempDirectory: folder, threads: 1 })
})
afterAll(async () => {
  engine.close()
  await rm(folder, { recursive: true })
})

/** Lines of every size that the connector keeps or shortens, of what the canonical dialect writes as it is, doubles, or encodes. */
const sizes = [4, 7.6, 8, 9, 10, 10.4, 10.6, 17]
const contents: Record<string, Buffer> = {
  text: Buffer.from('x'),
  quotes: Buffer.from('x"'),
  nul: Buffer.from(`${'x'.repeat(99)}\0`),
  broken: Buffer.from([0x78, 0xff]),
}

describe('rejectRows', () => {
  it.each(Object.keys(contents))(
    'reads back a rejected line of any size: %s',
    async (kind) => {
      for (const size of sizes) {
        const bytes = Buffer.alloc(Math.round(size * MIB), contents[kind])
        const { result } = await readContent(
          Buffer.concat([Buffer.from(`${header}1,a,1,,,,\n`), bytes, Buffer.from('\n2,b,1,,,,\n')]),
          {},
        )
        expect(result, `${size}`).toMatchObject({ received: 3, rejected: 1 })
        const session = await engine.session()
        try {
          const rows = await session.rows<{ line: number; code: string; bytes: number }>(
            sql`select _line::double as line, code, strlen(raw)::double as bytes from ${rejectRows([{ extract: 1, path: result.rejectsPath }])}`,
          )
          expect(rows, `${size}`).toMatchObject([{ line: 3, code: 'parse.line_too_long' }])
          if (kind === 'text' && size <= 10) expect(rows[0]?.bytes).toBe(bytes.length)
        } finally {
          session.close()
        }
      }
    },
    120_000,
  )
})
