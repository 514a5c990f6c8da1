import { mkdtempSync, rmSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Party } from '../../../../access/party.ts'
import { issueGrant, revokeToken } from '../../../../access/tokens.ts'
import { raiseObjection } from '../../../../governance/objections/raise.ts'
import {
  BAOTOU,
  deliveredPlatform,
  HOHHOT,
  personKey,
  REQUESTS,
  sendAgain,
} from '../../../../test/support/objections.ts'
import type { TestPlatform } from '../../../../test/support/platform.ts'
import { type Serving, startServing } from '../../../serving.ts'
import { SHEET_TYPE } from '../../body.ts'
import { requestRate } from '../../rate.ts'

const POLICE = { kind: 'department', id: 'public_security' } as const
const folder = mkdtempSync(join(tmpdir(), 'shuyuan-objections-api-'))
let platform: TestPlatform
let serving: Serving
let tokens: Record<'hohhot' | 'baotou' | 'police' | 'civil' | 'expired' | 'events', string>

beforeAll(async () => {
  platform = await deliveredPlatform()
  const token = async (party: Party, more = {}) =>
    (await issueGrant(platform.paths.grants, { party, scopes: ['objections'], now: new Date(0), ...more }))
      .token
  tokens = {
    hohhot: await token(HOHHOT),
    baotou: await token(BAOTOU),
    police: await token(POLICE),
    civil: await token({ kind: 'department', id: 'civil_affairs' }),
    expired: await token(HOHHOT, { until: new Date('2026-01-01') }),
    events: await token(POLICE, { scopes: ['events'], datasets: ['electronic_licences'] }),
  }
  serving = await startServing(platform, { host: '127.0.0.1', port: 0 })
}, 240_000)
afterAll(async () => {
  await serving.stop()
  await platform.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Sent {
  as?: keyof typeof tokens
  method?: string
  json?: unknown
  sheet?: Uint8Array
  key?: string
  headers?: Record<string, string>
}
interface Answer {
  title: string
  detail: string
  id: string
  number: number
  state: string
  objections: { id: string; number: number; state: string; rows: Record<string, number>; events: unknown[] }[]
  errors: { row: number; code: string; detail: string }[]
  items: { key: string }[]
}
let keys = 0
async function call(path: string, sent: Sent = {}) {
  const body = sent.sheet ?? (sent.json === undefined ? undefined : JSON.stringify(sent.json))
  const response = await fetch(`${serving.url}/v1/objections${path}`, {
    method: sent.method ?? (body === undefined ? 'GET' : 'POST'),
    body: body as RequestInit['body'],
    headers: {
      authorization: `Bearer ${tokens[sent.as ?? 'hohhot']}`,
      'content-type': sent.sheet ? SHEET_TYPE : 'application/json',
      'idempotency-key': sent.key ?? `key-${keys++}`,
      'accept-language': 'en',
      ...sent.headers,
    },
  })
  const bytes = Buffer.from(await response.arrayBuffer())
  const isJson = response.headers.get('content-type')?.includes('json') === true
  const json = (isJson ? JSON.parse(bytes.toString()) : {}) as Answer
  return { status: response.status, json, bytes, text: bytes.toString(), headers: response.headers }
}
const objection = (number: number, more = {}) => ({
  request: REQUESTS.clear,
  key: personKey(number),
  column: 'name',
  reason: 'wrong',
  ...more,
})

async function workbook(rows: ExcelJS.CellValue[][]): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('Sheet1')
  for (const row of rows) sheet.addRow(row)
  return new Uint8Array(await book.xlsx.writeBuffer())
}
const HEADER = ['主键', '数据项', '疑义类型', '说明', '建议值']

describe('a city', () => {
  it('raises, follows and takes back its objection; sent again it is the same', async () => {
    const raised = await call('', { json: objection(1, { proposed: '张三' }), key: 'mine' })
    expect(raised).toMatchObject({
      status: 201,
      json: { objections: [{ state: 'raised', department: 'public_security', rows: { open: 1 } }] },
    })
    expect(raised.text).not.toMatch(new RegExp(`${personKey(1)}|张三`))
    const again = await call('', { json: objection(1, { proposed: '张三' }), key: 'mine' })
    expect(again).toMatchObject({ status: 200, json: { id: raised.json.id } })
    expect(await call('', { json: objection(2), key: 'mine' })).toMatchObject({ status: 409 })
    expect((await call('?open=true')).json.objections.map(({ id }) => id)).toContain(raised.json.id)
    expect(await call(`/${raised.json.id}`)).toMatchObject({ status: 200, json: { id: raised.json.id } })
    const withdrawn = await call(`/${raised.json.id}/withdraw`, { method: 'POST' })
    expect(withdrawn).toMatchObject({ status: 200, json: { objections: [{ state: 'rejected' }] } })
  })

  it('uploads many: all of them or none, each wrong row named with its line, as JSON or as a workbook', async () => {
    const rows = [2, 3, 4].map((number) => [personKey(number), 'name', '内容过时', '', ''])
    const good = await call(`/upload?request=${REQUESTS.clear}`, { sheet: await workbook([HEADER, ...rows]) })
    expect(good).toMatchObject({ status: 201, json: { rows: 3, objections: [{ rows: { open: 3 } }] } })
    const bad = await workbook([
      HEADER,
      [personKey(5), 'name', '内容错误'],
      [null, 'name', '内容错误'],
      [personKey(5), 'name', '不好'],
      [{ formula: '1+1', result: 2 }, 'name', '内容错误'],
    ])
    const before = (await call('')).json.objections.length
    const refused = await call(`/upload?request=${REQUESTS.clear}`, { sheet: bad })
    expect(refused.status).toBe(422)
    expect(refused.json.errors.map(({ row, code }) => [row, code])).toEqual([
      [3, 'key_missing'],
      [4, 'reason_unknown'],
      [5, 'cell_faulty'],
    ])
    const result = await call(`/upload?request=${REQUESTS.clear}&result=xlsx`, { sheet: bad })
    expect(result.headers.get('content-type')).toBe(SHEET_TYPE)
    const path = join(folder, 'result.xlsx')
    await writeFile(path, result.bytes)
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path)
    expect(book.worksheets[0]?.getCell('A2').value).toBe('3')
    expect((await call('')).json.objections).toHaveLength(before)
    const elsewhere = await workbook([
      HEADER,
      [personKey(5), 'name', '内容错误'],
      [personKey(8), 'name', '内容错误'],
    ])
    expect(await call(`/upload?request=${REQUESTS.clear}`, { sheet: elsewhere })).toMatchObject({
      status: 422,
      json: { errors: [{ row: 3, code: 'row_not_delivered' }] },
    })
  })

  it('gets the same answer for a key of another city and for one that nobody has', async () => {
    const [other, nobody] = [await call('', { json: objection(8) }), await call('', { json: objection(33) })]
    expect(other.status).toBe(422)
    expect(other.text).toBe(nobody.text)
    const [foreign, none] = [
      await call('', { json: objection(1, { request: REQUESTS.other }) }),
      await call('', { json: objection(1, { request: 'nothing' }) }),
    ]
    expect([foreign.status, foreign.text]).toEqual([404, none.text])
  })

  it('cannot see or take back what another city submitted, nor act for a department', async () => {
    const { json } = await call('', { json: objection(6) })
    for (const path of [`/${json.id}`, '/00000000-0000-4000-8000-000000000000', '/1', "/1'%20or%20'1'='1"])
      expect((await call(path, { as: 'baotou' })).status).toBe(404)
    expect((await call(`/${json.id}/withdraw`, { as: 'baotou', method: 'POST' })).status).toBe(404)
    expect((await call('', { as: 'baotou' })).json.objections).toEqual([])
    const number = (await call(`/${json.id}`)).json.objections[0]?.number
    expect((await call(`/${number}/reject`, { json: { reason: 'no' } })).status).toBe(403)
    expect((await call('/sheet')).status).toBe(403)
    expect((await call('', { as: 'police', json: objection(6) })).status).toBe(403)
  })
})

describe('a department', () => {
  it('sees, accepts, verifies and rejects what is objected to its data, and nothing else', async () => {
    const { json } = await call('', { json: objection(5, { column: 'household_division', text: '=1+1' }) })
    const number = json.objections[0]?.number ?? 0
    const seen = await call(`/${number}`, { as: 'police' })
    expect(seen).toMatchObject({
      status: 200,
      json: {
        state: 'raised',
        said: ['=1+1'],
        overdue: false,
        raisedBy: 'city:150100',
        items: [{ extract: 1 }],
      },
    })
    expect(seen.json.items[0]?.key).toMatch(/^1\*{15}.{2}$/)
    for (const act of ['accept', 'verify'])
      expect((await call(`/${number}/${act}`, { as: 'police', json: {} })).status).toBe(200)
    expect((await call(`/${number}/accept`, { as: 'police', json: {} })).status).toBe(409)
    const identity = { reason: `见 ${personKey(5)}` }
    expect(await call(`/${number}/reject`, { as: 'police', json: identity })).toMatchObject({
      status: 422,
      json: { title: 'ledger.personal_data_in_text' },
    })
    expect((await call(`/${number}/reject`, { as: 'police', json: {} })).status).toBe(400)
    const rejected = await call(`/${number}/reject`, { as: 'police', json: { reason: '登记无误' } })
    expect(rejected).toMatchObject({ status: 200, json: { state: 'rejected' } })
    expect((await call(`/${json.id}`)).text).toContain('登记无误')
    for (const path of [`/${number}`, '/999999']) expect((await call(path, { as: 'civil' })).status).toBe(404)
    expect((await call(`/${number}/reject`, { as: 'civil', json: { reason: 'x' } })).status).toBe(404)
    expect((await call('', { as: 'civil' })).json.objections).toEqual([])
  })

  it('fills in its answer sheet and sends it back; sent twice it is applied once', async () => {
    await raiseObjection(platform, {
      cause: 'person',
      dataset: 'household_registration',
      column: 'education',
      rows: [{ key: personKey(1) }],
      raisedBy: 'person',
      reason: '窗口反映',
    })
    const path = join(folder, 'answers.xlsx')
    await writeFile(path, (await call('/sheet?lang=zh-CN', { as: 'police' })).bytes)
    const book = new ExcelJS.Workbook()
    await book.xlsx.readFile(path)
    const sheet = book.worksheets[0] as ExcelJS.Worksheet
    expect(sheet.rowCount).toBeGreaterThan(2)
    sheet.getCell('M2').value = '已更正'
    await book.xlsx.writeFile(path)
    const filled = new Uint8Array(await readFile(path))
    expect(await call('/answers', { as: 'civil', sheet: filled })).toMatchObject({
      status: 422,
      json: { errors: [{ row: 2, code: 'token_invalid' }] },
    })
    await sendAgain(platform, [1, 2, 3, 4, 5, 6])
    const applied = await call('/answers', { as: 'police', sheet: filled })
    expect(applied).toMatchObject({ status: 200, json: { applied: true, rows: 1, counts: { corrected: 1 } } })
    expect(await call('/answers', { as: 'police', sheet: filled })).toMatchObject({
      json: { applied: false },
    })
  })
})

describe('what is refused before it is looked at', () => {
  it.each<[string, string, Sent, number, string]>([
    ['no token', '', { headers: { authorization: '' } }, 401, 'parties.unauthorised'],
    ['an expired token', '', { as: 'expired' }, 401, 'parties.unauthorised'],
    ['a token for events', '', { as: 'events' }, 403, 'parties.forbidden'],
    ['no key', '', { json: {}, headers: { 'idempotency-key': '' } }, 400, 'http.bad_key'],
    ['text that is no JSON', '', { json: undefined, method: 'POST' }, 400, 'http.malformed'],
    ['unknown fields', '', { json: { ...{}, sql: "'; drop table objections" } }, 400, 'http.malformed'],
    ['a bad filter', '?state=odd', {}, 400, 'http.bad_query'],
    ['a large body', '', { json: { text: 'x'.repeat(70_000) } }, 413, 'http.too_large'],
    ['another type', '', { json: {}, headers: { 'content-type': 'text/plain' } }, 415, 'http.json_type'],
    ['JSON for a sheet', '/upload?request=x', { json: {} }, 415, 'http.sheet_type'],
    ['no request', '/upload', { sheet: new Uint8Array(4) }, 400, 'http.bad_query'],
    [
      'a workbook that is none',
      '/upload?request=x',
      { sheet: new Uint8Array(4) },
      422,
      'connectors.sheet_unreadable',
    ],
    ['a large workbook', '/upload?request=x', { sheet: new Uint8Array(21 << 20) }, 413, 'http.too_large'],
  ])('%s', async (_what, path, sent, status, code) => {
    const answer = await call(path, sent)
    expect(answer).toMatchObject({ status, json: { title: code } })
    expect(answer.json.detail).not.toMatch(/\{\w+\}|undefined|drop table/)
  })

  it('a request that would be SQL, a key that would be one', async () => {
    const evil = "x' or '1'='1"
    expect((await call('', { json: objection(1, { request: evil }) })).status).toBe(404)
    expect((await call('', { json: objection(1, { key: evil }) })).status).toBe(422)
    expect((await call('', { json: objection(1, { column: 'name" from secrets --' }) })).status).toBe(422)
  })

  it('an identity number in the text', async () => {
    const answer = await call('', {
      json: objection(2, { text: `应为 ${personKey(4)}`, column: 'household_division' }),
    })
    expect(answer).toMatchObject({ status: 422, json: { errors: [{ code: 'personal_data' }] } })
    expect(answer.text).not.toContain(personKey(4))
  })

  it('a withdrawn token', async () => {
    const options = { party: HOHHOT, scopes: ['objections' as const], now: new Date(0) }
    const { token, grant } = await issueGrant(platform.paths.grants, options)
    await revokeToken(platform.paths.grants, grant.id)
    expect((await call('', { headers: { authorization: `Bearer ${token}` } })).status).toBe(401)
  })

  it('more requests than a token may make in a minute', () => {
    let now = 0
    const rate = requestRate(2, () => now)
    const count = (token: string) => () => rate.count(token)
    count('a')()
    count('a')()
    expect(count('a')).toThrow(expect.objectContaining({ code: 'http.too_many_requests' }))
    expect(count('b')).not.toThrow()
    now = 60_000
    expect(count('a')).not.toThrow()
  })
})

it('describes every route', async () => {
  const document = (await (await fetch(`${serving.url}/openapi.json`)).json()) as { paths: object }
  expect(Object.keys(document.paths).filter((path) => path.startsWith('/v1/objections'))).toEqual([
    '/v1/objections',
    '/v1/objections/upload',
    '/v1/objections/template',
    '/v1/objections/sheet',
    '/v1/objections/answers',
    '/v1/objections/{id}',
    ...['withdraw', 'accept', 'verify', 'correct', 'reject'].map((act) => `/v1/objections/{id}/${act}`),
  ])
})
