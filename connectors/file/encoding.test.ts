import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBig5 } from './big5.ts'
import { encodingOfLine } from './encoding.ts'
import { dataset, headers, readContent } from './files.testing.ts'
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

/** Big5 of text, from its own table. */
const bytesOfBig5 = new Map<string, number[]>()
for (let lead = 0xa1; lead <= 0xf9; lead++) {
  for (let trail = 0x40; trail <= 0xfe; trail++) {
    const text = new TextDecoder('big5').decode(Uint8Array.of(lead, trail))
    if ([...text].length === 1 && !bytesOfBig5.has(text)) bytesOfBig5.set(text, [lead, trail])
  }
}
const big5 = (text: string) =>
  Buffer.from([...text].flatMap((sign) => bytesOfBig5.get(sign) ?? [...Buffer.from(sign)]))

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

async function decoded(content: Buffer): Promise<Buffer[]> {
  const folder = await mkdtemp(join(tmpdir(), 'encoding-'))
  const path = join(folder, 'file')
  await writeFile(path, content)
  const chunks: Buffer[] = []
  for await (const chunk of textChunks(path)) chunks.push(Buffer.from(chunk))
  await rm(folder, { recursive: true })
  const all = Buffer.concat(chunks)
  const lines: Buffer[] = []
  for (let start = 0, end = 0; start < all.length; start = end + 1) {
    end = all.indexOf(0x0a, start)
    lines.push(all.subarray(start, end))
  }
  return lines
}

const textOf = (line: Buffer | undefined) => line?.toString('utf8') ?? ''
const isTold = (line: Buffer | undefined) => textOf(line).includes('\ufffd')

describe('names of rare characters, in a file of both encodings', () => {
  const extensionA = Array.from({ length: 0x4dc0 - 0x3400 }, (_, at) => String.fromCodePoint(0x3400 + at))
  const extensionOfGbk = [...twoBytes]
    .filter(
      ([character, [lead = 0, trail = 0]]) => /[一-龥]/.test(character) && (lead < 0xb0 || trail < 0xa1),
    )
    .map(([character]) => character)
  const rareOnes = fc.oneof(
    fc.constantFrom(...extensionA),
    fc.constantFrom(...extensionOfGbk),
    // Of the third level of 通用规范汉字表 (2013).
    fc.constantFrom(
      ...'亍尢彳卬殳芏邘戋圢厾肀邝邗朳汈闫仉妧玕玙坉韨旴岍杕杙芼苊屃岠囮垟垲珒珅珹琚琤琮璟颀髫奡甯燊䶮',
    ),
  )
  const pairs = fc.tuple(rareOnes, rareOnes).map((pair) => pair.join(''))
  const anyName = fc.oneof(
    { weight: 5, arbitrary: chinese },
    { weight: 3, arbitrary: pairs },
    { weight: 2, arbitrary: fc.tuple(surname, rareOnes).map((pair) => pair.join('')) },
    { weight: 1, arbitrary: mongolian },
  )
  const place = fc.constantFrom('松山社区', '集宁新区', '包头', '通辽')
  const office = fc.constantFrom('民政', '公安', '残联', '教育')
  const kinds: [string, fc.Arbitrary<string>, number][] = [
    ['one name a line', anyName.map((text) => `15010219900101001X,${text},1`), 1],
    ['several columns', fc.tuple(anyName, place, office).map((row) => `1,${row.join(',')}`), 0.01],
  ]
  const shares = [0.001, 0.01, 0.1, 0.5]
  const mixtures = kinds.flatMap(([kind, lines, most]) =>
    shares.flatMap((share) =>
      (['utf-8', 'gb18030'] as const).map((own) => ({ kind, lines, most, share, own })),
    ),
  )

  it.each(mixtures)('are right or told: $kind, $share in another than $own', async (mixture) => {
    const { lines, most, share, own } = mixture
    const texts = fc.sample(lines, { numRuns: 8000, seed: 9 })
    const step = Math.round(1 / share)
    const bytes = texts.map((text, at) =>
      (own === 'utf-8') === (at % step !== 1) ? Buffer.from(`${text}\n`) : gb18030(`${text}\n`),
    )
    const read = await decoded(Buffer.concat(bytes))
    expect(read.length).toBe(texts.length)
    const told = read.filter(isTold).length
    const wrong = texts.filter((text, at) => !isTold(read[at]) && textOf(read[at]) !== text)
    expect(wrong).toEqual([])
    expect(told / texts.length).toBeLessThanOrEqual(most)
  })
})

describe('text in Big5', () => {
  const rows = ['1,陳國榮,新城區社區衛生服務中心', '2,王淑芬,臺北市立醫院', '3,張麗,東街診所']

  it('is not read as what nobody wrote: a file is refused by name', async () => {
    const ids = dataset.fields.map(({ id }) => id).join(',')
    const content = Buffer.concat([Buffer.from(`${ids}\n`), big5(rows.join('\n'))])
    await expect(readContent(content, {})).rejects.toMatchObject({
      code: 'connectors.encoding_unsupported',
      fields: { encoding: 'Big5' },
    })
  })

  it('is told, line by line, in a file of UTF-8', async () => {
    const own = Buffer.from('1,巴雅尔,新城区社区卫生服务中心\n'.repeat(50))
    const read = await decoded(Buffer.concat([own, big5(`${rows.join('\n')}\n`)]))
    expect(read.slice(50).map(isTold)).toEqual([true, true, true])
  })

  it('is none of GB18030', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (lines) => {
        expect(isBig5(gb18030(lines.join('\n')))).toBe(false)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('a file of one encoding', () => {
  const rows = Array.from({ length: 60 }, (_, at) => `${at},${'张王李赵'[at % 4]}伟,${'男女'[at % 2]},内蒙古`)
  const odd = [
    '1,·,2',
    '1,±0.5,2',
    '25°C',
    '1,Батбаяр,2',
    '1,ᠪᠠᠭᠠᠲᠤᠷ,2',
    '1,Müller,2',
    '1,䶮䶮,2',
    '3号楼A,2',
  ]

  it('reads its right lines whatever is damaged in one of UTF-8', async () => {
    const victims = fc.sample(fc.tuple(fc.oneof(name, line), fc.nat(400), fc.nat(255), fc.nat(2)), {
      numRuns: 200,
      seed: 9,
    })
    const right = [...rows, ...odd]
    for (const [text, position, byte, act] of victims) {
      const bytes = Buffer.from(text)
      const at = position % bytes.length
      const rest = bytes.subarray(act === 2 ? at : at + 1)
      const put = act === 0 || byte === 0x0a || byte === 0x0d ? [] : [byte]
      const damaged = Buffer.concat([bytes.subarray(0, at), Buffer.from(put), rest])
      const read = await decoded(
        Buffer.concat([Buffer.from(`${right.join('\n')}\n`), damaged, Buffer.from('\n')]),
      )
      expect(read.slice(0, right.length).map(textOf), text).toEqual(right)
    }
  })

  it('takes no single letter for text where the rest of the file is Chinese in UTF-8', async () => {
    for (const lead of [0xc4, 0xc5, 0xc9, 0xcb, 0xce, 0xcf, 0xd0, 0xd2, 0xd5, 0xd7, 0xd8, 0xda]) {
      const bytes = Buffer.of(0x31, 0x2c, lead, 0xae, 0x2c, 0x32, 0x0a)
      const read = await decoded(Buffer.concat([Buffer.from(`${rows.join('\n')}\n`), bytes]))
      const right = new TextDecoder('gb18030').decode(bytes.subarray(0, -1))
      expect([right, 'told']).toContain(isTold(read.at(-1)) ? 'told' : textOf(read.at(-1)))
    }
  })

  it.each(['联通', '联', '通', '移动', '此花', '中国联通'])('reads %s alone', async (text) => {
    expect((await decoded(gb18030(`name\n${text}\n`))).map(textOf)).toEqual(['name', text])
    expect((await decoded(Buffer.from(`name\n${text}\n`))).map(textOf)).toEqual(['name', text])
  })

  it('reads rare names of GB18030 that are UTF-8 too', async () => {
    const common = rows.map((row) => `${row}\n`).join('')
    const texts = ['鍙A', '肖小', '鍏朵', '卢梅', '䶮䶮', '女'].map((text) => `1,${text},2`)
    const read = await decoded(gb18030(`${common}${texts.join('\n')}\n`))
    expect(read.slice(rows.length).map(textOf)).toEqual(texts)
  })
})
