import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from './engine.ts'
import { jsonRows } from './json_rows.ts'
import { values } from './values.ts'

const folder = mkdtempSync(join(tmpdir(), 'json-rows-'))
let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: folder })
})
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

const columns = { text: 'VARCHAR', number: 'BIGINT' }
const read = (rows: { text: string | null; number: number | null }[], as: typeof jsonRows) =>
  engine.rows(sql`select text, number::double as number from ${as(columns, rows)} order by all`)

describe('rows given as JSON', () => {
  it('are those that values gives, whatever is in them', async () => {
    const row = fc.record({
      // A statement cannot hold this character, JSON can.
      text: fc.option(fc.string({ unit: 'binary' }).filter((text) => !text.includes('\0'))),
      number: fc.option(fc.maxSafeInteger()),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(row), async (rows) => {
        expect(await read(rows, jsonRows)).toEqual(await read(rows, values))
      }),
      { numRuns: 50 },
    )
  })

  it('have their columns without a row, and texts that no statement can hold', async () => {
    expect(await read([], jsonRows)).toEqual([])
    const odd = [{ text: `'; drop table x; --\0`, number: 1 }]
    expect(await read(odd, jsonRows)).toEqual(odd)
    expect(await read([{ text: 'a\ud800b', number: null }], jsonRows)).toEqual([
      { text: 'a\ufffdb', number: null },
    ])
  })

  it('may be many', async () => {
    const rows = Array.from({ length: 20_000 }, (_, number) => ({ text: `row ${number}`, number }))
    const [found] = await engine.rows<{ n: number; last: number }>(
      sql`select count(*)::double as n, max(number)::double as last from ${jsonRows(columns, rows)}`,
    )
    expect(found).toEqual({ n: 20_000, last: 19_999 })
  })
})
