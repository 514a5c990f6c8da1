import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DeletionVector, deletedRows, vectorOf } from './descriptor.ts'
import { decodeRowSet, encodeRowSet } from './roaring.ts'
import { lastOf, minus, positionsOf, type RowSet, rowSet, sizeOf, union } from './row_set.ts'
import { decodeZ85, encodeZ85 } from './z85.ts'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const fromHex = (text: string) => new Uint8Array(Buffer.from(text.replaceAll(/\s/g, ''), 'hex'))
const listed = (set: RowSet | null) => set && [...positionsOf(set)]
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index)

/** Positions near the borders of containers and of 32-bit bitmaps, and runs of them. */
const positions = fc
  .array(
    fc.record({
      base: fc.constantFrom(0, 65_530, 131_072, 65_536 * 40, 2 ** 32 - 5, 2 ** 32, 2 ** 33 + 7),
      offset: fc.nat(70_000),
      length: fc.oneof({ weight: 4, arbitrary: fc.nat(20) }, { weight: 1, arbitrary: fc.nat(9000) }),
    }),
    { maxLength: 8 },
  )
  .map((runs) => runs.flatMap(({ base, offset, length }) => range(base + offset, base + offset + length)))

const sorted = (values: Iterable<number>) => [...new Set(values)].sort((a, b) => a - b)

describe('a row set', () => {
  it('is a set of numbers', () => {
    fc.assert(
      fc.property(positions, positions, (a, b) => {
        const [left, right] = [rowSet(a), rowSet(b)]
        expect(listed(left)).toEqual(sorted(a))
        expect(sizeOf(left)).toBe(new Set(a).size)
        expect(lastOf(left)).toBe(sorted(a).at(-1) ?? -1)
        expect(listed(union(left, right))).toEqual(sorted([...a, ...b]))
        const without = new Set(b)
        expect(listed(minus(left, right))).toEqual(sorted(a).filter((value) => !without.has(value)))
      }),
      { numRuns: 30 },
    )
  })
})

describe('the bytes of a RoaringBitmapArray', () => {
  it('come back as the set that was written', () => {
    fc.assert(
      fc.property(positions, (values) => {
        const bytes = encodeRowSet(rowSet(values))
        expect(listed(decodeRowSet(bytes))).toEqual(sorted(values))
        expect(hex(encodeRowSet(rowSet(values.toReversed())))).toBe(hex(bytes))
      }),
      { numRuns: 40 },
    )
  })

  it('are those of the format: magic, bitmaps, then each as a portable Roaring bitmap', () => {
    const one = `d1d33964 0100000000000000 00000000 3a300000 01000000 00000000 10000000 0100`
    expect(hex(encodeRowSet(rowSet([1])))).toBe(one.replaceAll(' ', ''))
    const high = `d1d33964 0100000000000000 02000000 3a300000 02000000 0000 0100 0300 0000
      18000000 1c000000 0500 0700 ffff`
    const values = [2 ** 33 + 5, 2 ** 33 + 7, 2 ** 33 + 4 * 65_536 - 1]
    expect(hex(encodeRowSet(rowSet(values)))).toBe(high.replaceAll(/\s/g, ''))
    expect(hex(encodeRowSet(new Map()))).toBe('d1d339640000000000000000')
  })

  it('hold a bitmap for more than 4096 rows of a container', () => {
    const [array, bitmap] = [encodeRowSet(rowSet(range(0, 4096))), encodeRowSet(rowSet(range(0, 4097)))]
    expect([array.length, bitmap.length]).toEqual([32 + 8192, 32 + 8192])
    expect(hex(array.slice(32, 38))).toBe('000001000200')
    expect(hex(bitmap.slice(32 + 510, 32 + 516))).toBe('ffff01000000')
    expect(listed(decodeRowSet(bitmap))).toEqual(range(0, 4097))
  })

  it('are read with run containers, with and without a table of offsets', () => {
    // One container: the runs 10..14 and 100..100.
    const runs = `d1d33964 0100000000000000 00000000 3b30 0000 01 0000 0500 0200 0a00 0400 6400 0000`
    expect(listed(decodeRowSet(fromHex(runs)))).toEqual([10, 11, 12, 13, 14, 100])
    // Four containers, the second and the fourth as runs.
    const mixed = `d1d33964 0100000000000000 00000000 3b30 0300 0a
      0000 0000 0100 0200 0200 0000 0300 ffff 25000000 27000000 2d000000 2f000000
      0900 0100 0000 0200 0800 0100 0000 ffff`
    const wanted = [9, 65_536, 65_537, 65_538, 131_080, ...range(3 * 65_536, 4 * 65_536)]
    expect(listed(decodeRowSet(fromHex(mixed)))).toEqual(wanted)
  })

  it('are refused when they are of another format or cut off', () => {
    const whole = encodeRowSet(rowSet([1, 70_000, 2 ** 32]))
    for (let length = 0; length < whole.length; length++)
      expect(decodeRowSet(whole.slice(0, length))).toBeNull()
    expect(decodeRowSet(fromHex('d0d33964 0000000000000000'))).toBeNull()
    expect(decodeRowSet(fromHex('d1d33964 0100000000000000 00000000 00000000'))).toBeNull()
  })
})

describe('Z85', () => {
  it('is that of the ZeroMQ specification, filled up with zeros', () => {
    expect(encodeZ85(fromHex('864fd26fb559f75b'))).toBe('HelloWorld')
    expect(decodeZ85('HelloWorld', 8)).toEqual(fromHex('864fd26fb559f75b'))
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(decodeZ85(encodeZ85(bytes), bytes.length)).toEqual(bytes)
      }),
    )
  })

  it('refuses other characters, other lengths and numbers beyond 32 bits', () => {
    for (const text of ['Hell', 'Hel"o', '#####']) expect(decodeZ85(text, 4)).toBeNull()
    expect(decodeZ85('Hello', 5)).toBeNull()
  })
})

describe('a deletion vector', () => {
  const file = { table: 't', file: 'f', rows: 30 }
  const inline = (pathOrInlineDv: string, sizeInBytes: number, cardinality: number): DeletionVector => ({
    storageType: 'i',
    pathOrInlineDv,
    sizeInBytes,
    cardinality,
  })

  it('is that of other Delta writers', () => {
    // The rows of the protocol's inline example, in the byte order that its writers use.
    const example = inline('^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L', 44, 6)
    expect(listed(deletedRows(file, example))).toEqual([3, 4, 7, 11, 18, 29])
    expect(vectorOf(rowSet([3, 4, 7, 11, 18, 29]))).toEqual(example)
    // 38 bytes, filled up to 40.
    const filled = inline('^Bg9^0rr910000000000iXQKl0rr91000625c8Xg0rri41POJ5', 38, 3)
    expect(listed(deletedRows(file, filled))).toHaveLength(3)
  })

  it('is refused when it lies in a file, is damaged or does not fit', () => {
    const good = vectorOf(rowSet([3, 29]))
    const reading =
      (vector: DeletionVector, rows = 30) =>
      () =>
        deletedRows({ ...file, rows }, vector)
    expect(listed(reading(good)())).toEqual([3, 29])
    const stored = expect.objectContaining({ code: 'lake.deletion_vector_stored' })
    const damaged = expect.objectContaining({ code: 'lake.deletion_vector_damaged' })
    expect(reading({ ...good, storageType: 'u', offset: 1 })).toThrow(stored)
    expect(reading({ ...good, pathOrInlineDv: `${good.pathOrInlineDv}~~~~~` })).toThrow(damaged)
    expect(reading({ ...good, cardinality: 3 })).toThrow(damaged)
    expect(reading(good, 29)).toThrow(damaged)
  })
})
