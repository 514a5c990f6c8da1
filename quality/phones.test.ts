import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from '../warehouse/engine/engine.ts'
import { registerOf } from './catalogue.testing.ts'
import { phoneShape } from './facts/phone.ts'
import { judgeRows } from './judge.testing.ts'
import { hasShape } from './reference/context.ts'
import { readField } from './reference/values.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-phones-test'), threads: 2 })
})
afterAll(() => engine.close())

const { catalogue, dataset } = registerOf({ id: { type: 'text' }, phone: { type: 'phone' } }, [])

/** What the compiled scan makes of the texts, in their order. */
async function standard(texts: string[]): Promise<(string | null)[]> {
  const rows = texts.map((phone, at) => ({ id: String(at), phone, updated_at: '2026-08-01' }))
  const judged = await judgeRows(engine, dataset, rows, { catalogue })
  return judged.accepted.map((row) => row.phone as string | null)
}

const spellings: [string, string[]][] = [
  [
    '13900001112',
    [
      '13900001112',
      '13900001112.0',
      '+8613900001112',
      '8613900001112',
      '86-13900001112',
      '+86-139-0000-1112',
      '+86 139 0000 1112',
      '008613900001112',
      '0086-13900001112',
      '00 86 13900001112',
      '(+86)13900001112',
      '（86）139 0000 1112',
      '013900001112',
      '1390000-1112',
      '1390 000 1112',
      '139 000 01112',
      '139.0000.1112',
      '１３９００００１１１２',
      '　１３９—００００—１１１２',
    ],
  ],
  [
    '0471-6912345',
    [
      '0471-6912345',
      '04716912345',
      '0471 6912345',
      '(0471)6912345',
      '（0471）6912345',
      '（0471）691-2345',
      '0471-691 2345',
      '+86-471-6912345',
      '+86 471 6912345',
      '0086-0471-6912345',
      '86-471-6912345',
      '864716912345',
      '+86(0)471-6912345',
      '０４７１－６９１２３４５',
      '0471—6912345',
    ],
  ],
  [
    '0471-6912345-801',
    [
      '0471-6912345-801',
      '04716912345转801',
      '（0471）6912345（转801）',
      '0471-6912345 ext. 801',
      '04716912345x801',
      '0471-6912345分机801',
      '+86-471-6912345#801',
    ],
  ],
  ['010-68123456', ['01068123456', '010-6812-3456', '+861068123456', '(010)68123456', '86 10 6812 3456']],
  ['6912345', ['6912345', '691-2345', '691 2345']],
  ['0471-6912345-1', ['0471-6912345-1', '0471 6912345 1']],
]

/** No numbers of this country, or not certainly so: as they were received. */
const strange = [
  '13900001112/13900001113',
  '1390000111',
  '0471-12345',
  '+1 202 5550123',
  '95588',
  '86',
  '-',
  '电话',
]

describe('phone numbers', () => {
  it.each(spellings)('are one value in every spelling: %s', async (value, texts) => {
    expect(await standard(texts)).toEqual(texts.map(() => value))
  })

  it('stay as they came where they are none', async () => {
    expect(await standard(strange)).toEqual(strange)
  })

  it('are read alike by the scan and the reference, and stay what they are when read again', async () => {
    const piece = fc.constantFrom(
      '86',
      '+86',
      '0',
      '139',
      '1390000',
      '1112',
      '0471',
      '10',
      '691',
      '2345',
      '6912345',
      '-',
      ' ',
      '(',
      ')',
      '（',
      '）',
      '转',
      'x',
      '801',
      '０',
      '#',
      '.0',
    )
    const texts = fc.array(
      fc.array(piece, { minLength: 1, maxLength: 7 }).map((each) => each.join('')),
      { minLength: 100, maxLength: 200 },
    )
    await fc.assert(
      fc.asyncProperty(texts, async (received) => {
        const plain = received.filter((text) => text.trim() !== '')
        const found = await standard(plain)
        expect(found).toEqual(plain.map((text) => readField('phone', undefined, text).value))
        const numbers = found.flatMap((text) => (text && hasShape(text, phoneShape) ? [text] : []))
        expect(numbers.map((text) => readField('phone', undefined, text).value)).toEqual(numbers)
      }),
      { numRuns: 20 },
    )
  })
})
