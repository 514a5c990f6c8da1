import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type MaskId, maskIds } from '../catalog/masks.ts'
import { type Bench, openBench } from '../test/support/exchange.ts'
import { masked } from './masks.ts'

const KEY = new Uint8Array(32).fill(7)
const star = (count: number) => '*'.repeat(Math.max(0, count))

function ends(text: string, first: number, last: number, hidden: number): string {
  const chars = [...text]
  if (chars.length < first + last + hidden) return star(chars.length)
  const tail = last > 0 ? chars.slice(-last).join('') : ''
  return chars.slice(0, first).join('') + star(chars.length - first - last) + tail
}

/** The slow, obvious reference. */
const reference: Partial<Record<MaskId, (text: string) => string>> = {
  none: (text) => text,
  citizenId: (text) => ends(text, 1, 2, 3),
  mobile: (text) => ends(text, 3, 4, 3),
  landline: (text) => ends(text, 0, 4, 3),
  name: (text) => ends(text, 1, 0, 1),
  address: (text) => {
    const chars = [...text]
    return chars.length <= 8 ? star(chars.length) : chars.slice(0, -8).join('') + star(8)
  },
  email: (text) => {
    const at = text.lastIndexOf('@')
    if (at < 1) return star([...text].length)
    const local = [...text.slice(0, at)]
    return local.length === 1 ? `*${text.slice(at)}` : local[0] + star(local.length - 1) + text.slice(at)
  },
  hash: (text) => createHmac('sha256', KEY).update(text).digest('hex'),
}

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

async function run(mask: MaskId, texts: (string | null)[]): Promise<(string | null)[]> {
  const rows = await bench.engine.rows<{ v: string | null }>(
    sql`SELECT ${masked(mask, sql`t.v`, KEY)} AS v FROM (SELECT unnest(${texts}) AS v, unnest(range(${texts.length})) AS i) t ORDER BY i`,
  )
  return rows.map((row) => row.v)
}

const SAMPLES = [
  '',
  '张',
  '张三',
  '巴特尔·孟和',
  '𠮷野',
  '𠮷',
  '阿·古',
  '150102190001010018',
  '13800138000',
  '62341234',
  'ab@c.cn',
  'a@b',
  '@b',
  'a@b@c.cn',
  '内蒙古呼和浩特市新城区一号',
  "o'x",
]
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 24 }).map((text) => text.replaceAll('\0', '')),
  fc.string({ unit: fc.constantFrom('张', '𠮷', '·', 'a', '1', '@', '.', '*'), maxLength: 24 }),
)

describe('masks', () => {
  test.each(Object.keys(reference) as MaskId[])('%s equals its reference on any text', async (mask) => {
    const as = reference[mask]
    if (!as) throw new Error(mask)
    await fc.assert(
      fc.asyncProperty(fc.array(anyText, { minLength: 1, maxLength: 60 }), async (texts) => {
        const all = [...texts, ...SAMPLES]
        expect(await run(mask, all)).toEqual(all.map(as))
      }),
      { numRuns: 25 },
    )
  })

  test.each(maskIds.filter((mask) => mask !== 'drop' && mask !== 'year'))(
    '%s leaves NULL alone',
    async (mask) => {
      expect(await run(mask, [null, 'x'])).toEqual([null, expect.any(String)])
    },
  )

  test.each(['citizenId', 'mobile', 'landline', 'name', 'address'] as const)(
    '%s never gives a value back whole',
    async (mask) => {
      const texts = Array.from({ length: 30 }, (_, length) => '蒙'.repeat(length + 1))
      const hidden = await run(mask, texts)
      for (const [at, text] of texts.entries()) expect(hidden[at]).not.toBe(text)
    },
  )

  test('the year of a date', async () => {
    const [row] = await bench.engine.rows<{ a: number; b: null }>(
      sql`SELECT ${masked('year', sql`DATE '1988-07-30'`, KEY)} AS a, ${masked('year', sql`CAST(NULL AS DATE)`, KEY)} AS b`,
    )
    expect(row).toEqual({ a: 1988, b: null })
  })

  test('a dropped element has no expression', () => {
    expect(() => masked('drop', sql`v`, KEY)).toThrow(TypeError)
  })
})
