import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodingOfLine } from './encoding.ts'
import { dataset, headers, readContent } from './testing_files.ts'
import { textChunks } from './transcode.ts'

/** GB18030 of text in its two-byte part, from its own table: Node encodes no GB18030. */
const twoBytes = new Map<string, number[]>()
for (let lead = 0x81; lead <= 0xfe; lead++) {
  for (let trail = 0x40; trail <= 0xfe; trail++) {
    if (trail === 0x7f) continue
    const text = new TextDecoder('gb18030').decode(Uint8Array.of(lead, trail))
    if ([...text].length === 1) twoBytes.set(text, [lead, trail])
  }
}

/** The four bytes of the character with this number in the standard's count. */
const four = (linear: number) => [
  0x81 + Math.floor(linear / 12_600),
  0x30 + (Math.floor(linear / 1260) % 10),
  0x81 + (Math.floor(linear / 10) % 126),
  0x30 + (linear % 10),
]
const SUPPLEMENTARY = 189_000
const fourBytes = new Map<string, number[]>()
for (let linear = 0; linear < 39_420; linear++)
  fourBytes.set(new TextDecoder('gb18030').decode(Uint8Array.from(four(linear))), four(linear))

function gb18030(text: string): Buffer {
  const bytes = [...text].flatMap((character) => {
    const point = character.codePointAt(0) as number
    if (point < 0x80) return [point]
    if (point >= 0x10000) return four(SUPPLEMENTARY + point - 0x10000)
    return twoBytes.get(character) ?? fourBytes.get(character) ?? []
  })
  return Buffer.from(bytes)
}

const level = (first: number, last: number) =>
  [...twoBytes]
    .filter(
      ([, [lead = 0, trail = 0]]) =>
        lead >= first && lead <= last && trail >= 0xa1 && !(lead === 0xd7 && trail > 0xf9),
    )
    .map(([character]) => character)
const common = fc.constantFrom(...level(0xb0, 0xd7))
const second = fc.constantFrom(...level(0xd8, 0xf7))
const rare = fc.constantFrom('㐂', '𠮷', '喆', '堃', '龑', '䶮', '𫖯')
const surname = fc.constantFrom(
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗郑谢宋唐许韩冯肖曹田董袁潘叶魏姚卢岑宓闫璩'.split(''),
)
const given = fc.oneof(
  { weight: 12, arbitrary: common },
  { weight: 2, arbitrary: second },
  { weight: 1, arbitrary: rare },
)
const chinese = fc
  .tuple(surname, fc.array(given, { minLength: 1, maxLength: 2 }))
  .map(([one, rest]) => one + rest.join(''))
const mongolian = fc.constantFrom(
  '巴特尔',
  '乌云其其格',
  '敖日其楞',
  '苏日娜',
  '娜仁高娃·斯琴',
  'ᠪᠠᠭᠠᠲᠤᠷ',
  'ᠴᠡᠴᠡᠭ',
)
const name = fc.oneof(chinese, mongolian)
const address = fc
  .tuple(
    fc.constantFrom('呼和浩特市新城区', '赤峰市松山区', '内蒙古自治区阿拉善盟'),
    common,
    common,
    fc.nat(200),
  )
  .map(([place, a, b, number]) => `${place}${a}${b}路${number}号`)
const line = fc.oneof(
  name.map((text) => `${text}`),
  name.map((text) => `15010219900101001X,${text},1`),
  fc.tuple(name, address).map(([text, at]) => `"${text}"|${at}|2026-01-02`),
)

describe('encodingOfLine', () => {
  it('encodes for these tests what the decoder reads', () => {
    for (const text of ['郑强，ａ·①', '𠮷㐂', 'ᠮᠣᠩᠭᠣᠯ', '䶮喆'])
      expect(new TextDecoder('gb18030').decode(gb18030(text))).toBe(text)
  })

  it('never takes names and addresses for text in the other encoding', () => {
    const prior = fc.constantFrom(-16, -12, -6, 0, 6, 12, 16)
    fc.assert(
      fc.property(line, prior, (text, bits) => {
        expect([null, 'utf-8']).toContain(encodingOfLine(Buffer.from(text), bits))
        expect([null, 'gb18030']).toContain(encodingOfLine(gb18030(text), bits))
      }),
      // Names of rare characters alone may be wrong about once in 100,000 lines: the sample is a fixed one.
      { numRuns: 5000, seed: 7 },
    )
  })

  it('decides nearly every line of a file in its own encoding', () => {
    const lines = fc.sample(line, { numRuns: 4000, seed: 7 })
    const lost = (own: 'utf-8' | 'gb18030', prior: number) =>
      lines.filter(
        (text) => encodingOfLine(own === 'utf-8' ? Buffer.from(text) : gb18030(text), prior) === null,
      )
    expect(lost('utf-8', 12).length).toBeLessThan(4)
    expect(lost('gb18030', -12).length).toBeLessThan(40)
  })

  it.each([
    'Müller',
    'café',
    '25°C',
    '±0.5',
    'A·B',
    '㐂',
    '𠮷',
    'ＡＢＣ',
    'Монгол',
    'ᠮᠣᠩᠭᠣᠯ',
    'ﾊﾝｶｸ',
    '①',
    '“引”',
    '—',
    '□',
  ])('reads %s in a file of UTF-8', (text) =>
    expect(encodingOfLine(Buffer.from(`1,${text},2`), 16)).toBe('utf-8'),
  )

  it.each(['女', '丂', '肖强', '谢魏', '喆', '𠮷', '㐂', '毛泽·东'])(
    'reads %s in a file of GB18030',
    (text) => expect(encodingOfLine(gb18030(`1,${text},2`), -16)).toBe('gb18030'),
  )

  it('takes no line of UTF-8 that lost a byte for GB18030', () => {
    fc.assert(
      fc.property(
        fc.tuple(name, address),
        fc.nat(200),
        fc.constantFrom(-16, 0, 16),
        ([one, two], at, prior) => {
          const bytes = Buffer.from(`${one},${two}`)
          const broken = Buffer.concat([
            bytes.subarray(0, at % bytes.length),
            bytes.subarray((at % bytes.length) + 1),
          ])
          const encoding = encodingOfLine(broken, prior)
          if (encoding === 'gb18030') expect(new TextDecoder('utf-8').decode(broken)).not.toContain('\ufffd')
        },
      ),
      { numRuns: 2000 },
    )
  })
})

describe('a file of both encodings', () => {
  it('brings every line right or rejects it', async () => {
    const record = (text: string, i: number) => `${i},${text},1,1900-01-01,2026-01-02,${i},2026-01-03`
    const file = fc.record({
      names: fc.array(fc.tuple(name, fc.boolean()), { minLength: 1, maxLength: 30 }),
      header: fc.constantFrom('ascii', 'utf-8', 'gb18030'),
      end: fc.constantFrom('\n', '\r\n', '\r'),
    })
    await fc.assert(
      fc.asyncProperty(file, async ({ names, header, end }) => {
        const first = (header === 'ascii' ? dataset.fields.map((field) => field.id) : headers).join(',') + end
        const body = names.map(([text, wide], i) => (wide ? Buffer.from : gb18030)(record(text, i) + end))
        const { rows, rejects, result } = await readContent(
          Buffer.concat([header === 'gb18030' ? gb18030(first) : Buffer.from(first), ...body]),
          {},
        )
        expect(result.received).toBe(names.length)
        expect(rejects.filter(([, code]) => code !== 'parse.encoding')).toEqual([])
        for (const row of rows) expect(row[3]).toBe(names[Number(row[2])]?.[0])
      }),
      { numRuns: 150 },
    )
  })

  it('keeps the bytes of an undecided line as received', async () => {
    const bytes = gb18030('1,肖小,1,1,1,1,1')
    const { rejects } = await readContent(
      Buffer.concat([Buffer.from(`${dataset.fields.map(({ id }) => id).join(',')}\n`), bytes]),
      {},
    )
    expect(rejects).toEqual([['2', 'parse.encoding', bytes.toString('utf8')]])
  })

  it('knows the encoding behind a long line, a mark and megabytes of ASCII', async () => {
    const chunks: Buffer[] = []
    const folder = await mkdtemp(join(tmpdir(), 'encoding-'))
    const path = join(folder, 'file')
    const parts = [
      Buffer.from('\ufeff'),
      Buffer.alloc(3 << 20, 'abc,1\n'),
      gb18030('郑强,内蒙古\n'),
      Buffer.alloc(13 << 20, 'x'),
      Buffer.from('\n蒙古\n'),
    ]
    await writeFile(path, Buffer.concat(parts))
    const counts = { 'utf-8': 0, gb18030: 0 }
    for await (const chunk of textChunks(path, counts)) chunks.push(Buffer.from(chunk))
    await rm(folder, { recursive: true })
    const text = Buffer.concat(chunks).toString('utf8')
    expect(text.length).toBe((3 << 20) + '郑强,内蒙古\n'.length + (13 << 20) + '\n蒙古\n'.length)
    expect(text).toContain('郑强,内蒙古\n')
    expect(counts).toEqual({ 'utf-8': 0, gb18030: 1 })
  })
})
