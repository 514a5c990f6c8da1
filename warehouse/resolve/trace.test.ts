import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf, foundationOf } from '../../catalog/lookup.ts'
import { type Engine, openEngine } from '../engine/engine.ts'
import type { Relation } from '../engine/relation.ts'
import { buildBucket } from './build.ts'
import { relationOf } from './rows.testing.ts'
import { trace } from './trace.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-trace-test'), threads: 2 })
})
afterAll(() => engine.close())

const foundation = foundationOf(catalogue, 'person')
const KNOWN = '150102190001010018'
const UNKNOWN = '152921200002290024'

async function traced(key: string) {
  const row = (_extract: number, _line: number, citizen_id: string, values: Record<string, string>) => ({
    _extract,
    _line,
    _op: 'I' as const,
    _repair: _extract === 3 ? '15to18' : null,
    _from: values.updated_at ?? '2026-01-01 00:00:00+00',
    values: { citizen_id, updated_at: '2026-01-01 00:00:00+00', ...values },
  })
  const rows = {
    household_registration: [
      row(1, 9, KNOWN, { name: '王芳', birth_date: '1900-01-01', updated_at: '2025-01-01 00:00:00+00' }),
      row(2, 5, KNOWN, { name: '王芳', birth_date: '1900-01-01' }),
    ],
    social_insurance: [
      row(3, 7, KNOWN, { name: '王方', sex: '1', phone: '13800000000' }),
      row(3, 8, UNKNOWN, { name: '乌兰' }),
    ],
  }
  const std: Record<string, Relation> = {}
  for (const [id, list] of Object.entries(rows)) {
    std[id] = await relationOf(engine, `trace_${id}`, datasetOf(catalogue, id), list)
  }
  const marks = sql`(select ${KNOWN} as key, ['citizen_id', 'name'] as disputed)`
  const built = await buildBucket(engine, { catalogue, foundation, bucket: 0, std, marks })
  const extractOf = (dataset: string, extract: number) => ({
    fileName: `${dataset}_${extract}.csv`,
    department: datasetOf(catalogue, dataset).providingDepartment,
    asOf: new Date('2026-01-02T00:00:00Z'),
    sha256: 'ab',
  })
  const { golden: base, conflicts } = built
  const found = await trace(engine, { catalogue, foundation, key, base, conflicts, std, extractOf })
  await built.dispose()
  const element = (column: string) => found?.elements.find((each) => each.column === column)
  return { found, element }
}

test('names the extract, file and line of every value, and the copies that differ', async () => {
  const { found, element } = await traced(KNOWN)
  expect(found).toMatchObject({
    status: 'confirmed',
    keyRepair: null,
    sources: [
      { dataset: 'household_registration', extract: 2, line: 5, repairs: [] },
      { dataset: 'social_insurance', extract: 3, line: 7, repairs: ['15to18'] },
    ],
  })
  expect(element('name')).toMatchObject({
    value: '王芳',
    provisional: false,
    dataset: 'household_registration',
    departmentId: 'public_security',
    field: 'name',
    extract: 2,
    file: 'household_registration_2.csv',
    line: 5,
    observed: new Date('2026-01-01T00:00:00Z'),
    disagreements: [{ kind: 'differs', value: '王方', dataset: 'social_insurance', field: 'name', line: 7 }],
  })
  expect(element('sex')).toMatchObject({
    value: null,
    disagreements: [{ kind: 'authority_missing', value: '1' }],
  })
  expect(element('phone')).toMatchObject({
    value: '13800000000',
    dataset: 'social_insurance',
    line: 7,
  })
  expect(element('died_on')).toMatchObject({ value: null, dataset: null, line: null, disagreements: [] })
})

test('shows what is unconfirmed and provisional', async () => {
  const { found, element } = await traced(UNKNOWN)
  expect(found).toMatchObject({ status: 'unconfirmed', keyRepair: '15to18' })
  expect(element('name')).toMatchObject({
    value: '乌兰',
    provisional: true,
    dataset: 'social_insurance',
    line: 8,
  })
})

test('shows what is in dispute', async () => {
  const { found, element } = await traced(KNOWN)
  expect(found).toMatchObject({ keyDisputed: true })
  expect(element('name')).toMatchObject({ disputed: true })
  expect(element('sex')).toMatchObject({ disputed: false })
  expect((await traced(UNKNOWN)).found).toMatchObject({ keyDisputed: false })
})

test('a key without a record gives null', async () => {
  expect((await traced('150102199001010011')).found).toBeNull()
})
