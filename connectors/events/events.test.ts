import { appendFileSync, mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { hasText } from '../../core/locale.ts'
import { topLevelValues } from '../file/json_object.ts'
import { BatchRefused, batchLimits, readBatch } from './batch.ts'
import { eventFaultCodes } from './event.ts'
import { landLines } from './land.ts'
import { listSegments, readSegment, SegmentWriter } from './segment.ts'
import { arrayElements } from './slices.ts'

const dataset = catalogue.datasets.find(({ id }) => id === 'market_entities') as Dataset
const folder = mkdtempSync(join(tmpdir(), 'shuyuan-events-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const bytes = (text: string) => Buffer.from(text)
const read = (value: unknown) => readBatch(dataset, bytes(JSON.stringify(value)), 'object')

describe('a batch', () => {
  it('becomes lines with every field, the members as received', () => {
    const [line = ''] = readBatch(
      dataset,
      bytes('{"n":[{"events":3}],"events":[ {"统一社会信用代码": 911501000000000001,\n "name":"甲\\n乙"} ]}'),
      'object',
    )
    expect(line).not.toMatch(/[\r\n]/)
    const members = new Map(topLevelValues(line))
    expect(members.get('统一社会信用代码')).toBe('911501000000000001')
    expect(members.get('name')).toBe('甲\n乙')
    expect(members.get('_op')).toBe('U')
    expect(members.size).toBe(dataset.fields.length + 1)
  })

  it('is also one object a line', () => {
    const lines = readBatch(dataset, bytes('{"uscc":"1","_op":"D"}\r\n\n{"uscc":"2"}'), 'lines')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { uscc: '1', _op: 'D' },
      { uscc: '2', _op: 'U' },
    ])
  })

  it.each([
    ['not_json', '{"events":['],
    ['no_events', '{"events":[]}'],
    ['no_events', '{"event":[{}]}'],
    ['no_events', '[{"uscc":"1"}]'],
    ['too_many', JSON.stringify({ events: Array(batchLimits.events + 1).fill({ uscc: '1' }) })],
  ])('is refused as events.%s', (code, text) => {
    expect(() => readBatch(dataset, bytes(text), 'object')).toThrow(
      expect.objectContaining({ code: `events.${code}` }),
    )
  })

  it('is refused naming event and field, never a value', () => {
    const secret = '150102199001011234'
    const events = [
      { uscc: secret },
      { uscc: secret, nonsense: secret },
      7,
      { uscc: '1', 社会信用代码: secret },
      { uscc: '1', _op: secret },
      {},
      { uscc: '1', [secret]: 1 },
    ]
    try {
      read({ events })
      expect.unreachable()
    } catch (error) {
      const refused = error as BatchRefused
      expect(refused).toBeInstanceOf(BatchRefused)
      expect(refused.faults).toEqual([
        { event: 1, code: 'unknown_field', field: 'nonsense' },
        { event: 2, code: 'not_an_object' },
        { event: 3, code: 'repeated_field', field: '社会信用代码' },
        { event: 4, code: 'bad_operation', field: '_op' },
        { event: 5, code: 'no_fields' },
        { event: 6, code: 'unknown_field', field: '[redacted]' },
      ])
      expect(JSON.stringify([refused.faults, refused.fields, refused.message])).not.toContain(secret)
    }
  })

  it('survives deep and hostile JSON', () => {
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`
    const [line = ''] = readBatch(dataset, bytes(`{"events":[{"name":${deep}}]}`), 'object')
    expect(topLevelValues(line)?.[0]?.[1]).toBe(deep)
    expect(() => readBatch(dataset, bytes(`{"events":${deep}}`), 'object')).toThrow(BatchRefused)
    expect(() => read({ events: [JSON.parse('{"__proto__":2}')] })).toThrow(BatchRefused)
  })

  it('has wording for every fault', () => {
    expect(eventFaultCodes.filter((code) => !hasText(`events.fault.${code}`))).toEqual([])
  })

  it('slices any array as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.array(fc.json()), fc.json(), fc.boolean(), (elements, other, pretty) => {
        const value = {
          other: JSON.parse(other) as unknown,
          events: elements.map((each) => JSON.parse(each) as unknown),
        }
        const text = JSON.stringify(value, null, pretty ? 2 : 0)
        const slices = arrayElements(text, 'events')?.map((slice) => JSON.parse(slice) as unknown)
        expect(slices).toEqual((JSON.parse(text) as typeof value).events)
      }),
    )
  })
})

const receipts = ['a', 'b', 'c'].map((letter) => `${letter.repeat(8)}-0000-0000-0000-000000000000`)

describe('a segment', () => {
  it('gives back what was appended, in order', async () => {
    const writer = await SegmentWriter.create(folder, 'whole')
    await writer.append([
      { receipt: receipts[0] ?? '', lines: ['{"a":1}', '{"a":"汉"}'] },
      { receipt: receipts[1] ?? '', lines: ['{"a":"#x 1 00000000"}'] },
    ])
    await writer.append([{ receipt: receipts[2] ?? '', lines: ['{}'] }])
    await writer.close()
    const records = await readSegment(folder, 'whole')
    expect([...records].map(([receipt, payload]) => [receipt, payload.toString()])).toEqual([
      [receipts[0], '{"a":1}\n{"a":"汉"}\n'],
      [receipts[1], '{"a":"#x 1 00000000"}\n'],
      [receipts[2], '{}\n'],
    ])
    expect(await listSegments(folder)).toEqual(['whole'])
  })

  it('loses only the torn end, wherever it was cut or damaged', async () => {
    const writer = await SegmentWriter.create(folder, 'torn')
    await writer.append([{ receipt: receipts[0] ?? '', lines: ['{"a":1}'] }])
    const first = writer.bytes
    await writer.append([{ receipt: receipts[1] ?? '', lines: ['{"a":2}'] }])
    await writer.close()
    const path = join(folder, 'torn.log')
    for (let size = writer.bytes - 1; size >= first; size--) {
      truncateSync(path, size)
      expect([...(await readSegment(folder, 'torn')).keys()]).toEqual([receipts[0]])
    }
    appendFileSync(path, `#${receipts[1]} 8 00000000\n{"a":2}\n`)
    expect([...(await readSegment(folder, 'torn')).keys()]).toEqual([receipts[0]])
    expect((await readSegment(folder, 'none')).size).toBe(0)
  })
})

describe('landing', () => {
  it('is content-addressed: the same bytes are one file', async () => {
    const root = join(folder, 'landing')
    const both = await Promise.all([1, 2].map(() => landLines(root, 'd', bytes('{"a":1}\n'))))
    expect(both[0]).toEqual(both[1])
    expect(readdirSync(join(root, 'd'))).toEqual([both[0]?.sha256])
  })
})
