import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { grantLookup } from '../../access/tokens.ts'
import { startDrainer } from '../../pipelines/events/drainer.ts'
import { type Intake, openIntake } from '../../pipelines/events/intake.ts'
import { issueToken } from '../../pipelines/events/tokens.ts'
import type { Platform } from '../../pipelines/platform.ts'
import { bodyOf, EVENTS, entityEvent, eventPlatform } from '../../test/support/events.ts'
import { startTestLedger, type TestLedger } from '../../test/support/ledger.ts'
import { createApp } from './app.ts'
import { listen } from './listen.ts'
import type { ServerParts } from './parts.ts'

let ledger: TestLedger
let root: string
let platform: Platform
let parts: ServerParts
let token: string
const SECRET = '150102199001011234'

beforeAll(async () => {
  ledger = await startTestLedger()
  root = mkdtempSync(join(tmpdir(), 'shuyuan-server-'))
  platform = await eventPlatform(root, ledger)
  token = await tokenFor([EVENTS])
  const intake = await openIntake(platform)
  parts = {
    platform,
    intake,
    drainer: startDrainer(platform, { intake }),
    grants: grantLookup(platform.paths.grants),
  }
})
afterAll(async () => {
  await parts.drainer.stop()
  await parts.intake.close()
  platform.engine.close()
  await ledger.close()
  rmSync(root, { recursive: true, force: true })
})

async function tokenFor(datasets: string[], until?: Date): Promise<string> {
  const options = { department: 'market_regulation', datasets, now: new Date(), until }
  return (await issueToken(platform.paths.grants, options)).token
}

interface Sent {
  key?: string
  body?: Uint8Array | string
  headers?: Record<string, string>
  dataset?: string
}
interface Answer {
  title: string
  detail: string
  receipt: string
}
let keys = 0
async function post(sent: Sent = {}) {
  const { key = `key-${keys++}`, body = bodyOf([entityEvent(1)]), dataset = EVENTS } = sent
  const response = await createApp(parts).request(`/v1/datasets/${dataset}/events`, {
    method: 'POST',
    body: body as RequestInit['body'],
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': key,
      'accept-language': 'en',
      ...sent.headers,
    },
  })
  return { status: response.status, headers: response.headers, json: (await response.json()) as Answer }
}

describe('posting events', () => {
  it('answers 202 with a receipt, then 200 with the same one, then 409 for other bytes', async () => {
    const first = await post({ key: 'one' })
    expect(first).toMatchObject({ status: 202, json: { accepted: 1 } })
    expect(await post({ key: 'one' })).toMatchObject({ status: 200, json: first.json })
    expect(await post({ key: 'one', body: bodyOf([entityEvent(2)]) })).toMatchObject({
      status: 409,
      json: { title: 'events.key_reused' },
    })
  })

  it('takes NDJSON', async () => {
    const body = [1, 2, 3].map((n) => JSON.stringify(entityEvent(n))).join('\n')
    const headers = { 'content-type': 'application/x-ndjson; charset=utf-8' }
    expect(await post({ body, headers })).toMatchObject({ status: 202, json: { accepted: 3 } })
  })

  it.each([
    ['no token', { headers: { authorization: '' } }, 401, 'events.unauthorised'],
    [
      'a wrong token',
      { headers: { authorization: `Bearer syt_${'0'.repeat(12)}_${'a'.repeat(43)}` } },
      401,
      'events.unauthorised',
    ],
    ['an unknown dataset', { dataset: 'nothing' }, 404, 'events.unknown_dataset'],
    ['no key', { key: '' }, 400, 'events.bad_key'],
    ['a long key', { key: 'k'.repeat(201) }, 400, 'events.bad_key'],
    ['text that is no JSON', { body: '{"events":' }, 400, 'events.not_json'],
    ['bytes that are no UTF-8', { body: Buffer.from([0x7b, 0xff, 0x7d]) }, 400, 'events.not_utf8'],
    ['another type', { headers: { 'content-type': 'text/plain' } }, 415, 'http.media_type'],
    [
      'another encoding',
      { headers: { 'content-type': 'application/json; charset=gbk' } },
      415,
      'http.media_type',
    ],
    ['compressed bytes', { headers: { 'content-encoding': 'gzip' } }, 415, 'http.media_type'],
    ['NUL in a value', { body: String.raw`{"events":[{"uscc":"1\u00002"}]}` }, 400, 'http.bad_character'],
    ['NUL as a byte', { body: '{"events":[{"uscc":"1\0"}]}' }, 400, 'http.bad_character'],
    ['NUL in the path', { dataset: 'a%00b' }, 400, 'http.bad_character'],
    ['bytes in the path that are no UTF-8', { dataset: 'a%ffb' }, 400, 'http.bad_character'],
    ['no events', { body: '{"events":[]}' }, 422, 'events.no_events'],
    ['too many events', { body: bodyOf(Array(5001).fill({ uscc: '1' })) }, 413, 'events.too_many'],
    ['too many bytes', { body: Buffer.alloc(5 * 2 ** 20 + 1, 32) }, 413, 'events.too_large'],
  ] as [string, Sent, number, string][])('refuses %s', async (_what, sent, status, code) => {
    const answer = await post(sent)
    expect(answer).toMatchObject({ status, json: { status, title: code } })
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.json.detail).not.toMatch(/\{\w+\}|undefined/)
  })

  it('names event and field of what is malformed, and no value', async () => {
    const answer = await post({ body: bodyOf([entityEvent(1), { ...entityEvent(2), secret_field: SECRET }]) })
    expect(answer).toMatchObject({
      status: 422,
      json: { errors: [{ event: 1, code: 'unknown_field', field: 'secret_field' }] },
    })
    expect(JSON.stringify(answer.json)).not.toContain(SECRET)
  })

  it('is refused to a token of other datasets, an expired and a withdrawn one', async () => {
    const as = async (other: string) => (await post({ headers: { authorization: `Bearer ${other}` } })).status
    const others = [await tokenFor(['social_organisations']), await tokenFor([EVENTS], new Date(0))]
    parts = { ...parts, grants: grantLookup(platform.paths.grants) }
    expect(await Promise.all(others.map(as))).toEqual([403, 401])
  })

  it('asks to come back later when it is overloaded', async () => {
    const known = parts.intake
    const { accept } = parts.intake
    const full = {
      ...platform,
      config: { ...platform.config, events: { ...platform.config.events, maxWaitingBytes: 1 } },
    }
    const intake = await openIntake(full)
    parts = { ...parts, intake }
    const answer = await post()
    parts = { ...parts, intake: { ...known, accept } }
    expect(answer).toMatchObject({ status: 429, json: { title: 'events.overloaded' } })
    expect(answer.headers.get('retry-after')).toBe('1')
  })
})

describe('a receipt', () => {
  it('becomes visible, to its department only', async () => {
    const { json } = await post({ body: bodyOf([entityEvent(7)]) })
    const state = async (as = token) => {
      const response = await createApp(parts).request(`/v1/datasets/${EVENTS}/events/${json.receipt}`, {
        headers: { authorization: `Bearer ${as}` },
      })
      return { status: response.status, json: await response.json() }
    }
    await vi.waitFor(
      async () => expect(await state()).toMatchObject({ status: 200, json: { state: 'visible' } }),
      {
        timeout: 20_000,
      },
    )
    const options = { department: 'tax', datasets: [EVENTS], now: new Date() }
    const { token: foreign } = await issueToken(platform.paths.grants, options)
    parts = { ...parts, grants: grantLookup(platform.paths.grants) }
    expect(await state(foreign)).toMatchObject({ status: 404 })
    const bad = await createApp(parts).request(`/v1/datasets/${EVENTS}/events/none`, {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(bad.status).toBe(404)
  })
})

describe('the problems of a batch', () => {
  it('name its own events with what is wrong, in words, and no value', async () => {
    await post({ body: bodyOf([entityEvent(20), entityEvent(21)]) })
    const { json } = await post({
      body: bodyOf([entityEvent(22), entityEvent(23, { established_on: '2020-13-40' }), entityEvent(24)]),
    })
    const receipt = async () => {
      const response = await createApp(parts).request(`/v1/datasets/${EVENTS}/events/${json.receipt}`, {
        headers: { authorization: `Bearer ${token}`, 'accept-language': 'en' },
      })
      return await response.json()
    }
    await vi.waitFor(async () => expect(await receipt()).toMatchObject({ state: 'visible' }), {
      timeout: 20_000,
    })
    expect(await receipt()).toMatchObject({
      problems: [
        {
          event: 2,
          violations: [
            expect.objectContaining({
              field: 'established_on',
              code: 'date.invalid',
              message: expect.stringMatching(/^[A-Z]/),
            }),
          ],
        },
      ],
    })
    expect(JSON.stringify(await receipt())).not.toContain('2020-13-40')
  })
})

describe('the server', () => {
  it('describes itself and its health', async () => {
    const app = createApp(parts)
    const document = (await (await app.request('/openapi.json')).json()) as {
      paths: object
      components: { securitySchemes: { token: unknown } }
    }
    expect(Object.keys(document.paths).slice(0, 3)).toEqual([
      '/v1/datasets/{dataset}/events',
      '/v1/datasets/{dataset}/events/{receipt}',
      '/health',
    ])
    expect(document.components.securitySchemes.token).toMatchObject({ scheme: 'bearer' })
    const health = await app.request('/health')
    expect([health.status, await health.json()]).toEqual([
      200,
      { status: 'ok', accepting: true, failing: [] },
    ])
    expect((await app.request('/nothing')).status).toBe(404)
  })

  it('answers requests under way before it closes', async () => {
    let begun = () => {}
    const underWay = new Promise<void>((resolve) => {
      begun = resolve
    })
    const intake: Intake = {
      ...parts.intake,
      accept: async (sent) => {
        begun()
        await new Promise((resolve) => setTimeout(resolve, 200))
        return parts.intake.accept(sent)
      },
    }
    const app = createApp({ ...parts, intake })
    const server = await listen(app, { host: '127.0.0.1', port: 0 })
    const port = Number(new URL(server.url).port)
    const taken = listen(app, { host: '127.0.0.1', port })
    await expect(taken).rejects.toMatchObject({ code: 'http.address_taken' })
    const sent = fetch(`${server.url}/v1/datasets/${EVENTS}/events`, {
      method: 'POST',
      body: bodyOf([entityEvent(8)]) as RequestInit['body'],
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': 'under way',
      },
    })
    await underWay
    const [answer] = await Promise.all([sent, server.close()])
    expect(answer.status).toBe(202)
    await expect(fetch(`${server.url}/health`)).rejects.toThrow()
  })
})

it('leaves a log line of every request without its values, and audits failed sign-ins', async () => {
  const lines: unknown[] = []
  const log = { info: (line: unknown) => lines.push(line), error: () => undefined }
  const app = createApp({ ...parts, platform: { ...platform, log } as unknown as Platform })
  await app.request(`/v1/objections/${SECRET}?dataset=${SECRET}`, {
    headers: { authorization: `Bearer syt_${'0'.repeat(12)}_${'b'.repeat(43)}` },
  })
  expect(lines).toEqual([
    {
      method: 'GET',
      route: '/v1/objections/:id',
      party: undefined,
      token: undefined,
      status: 401,
      code: 'parties.unauthorised',
      took: expect.any(Number),
    },
  ])
  const audited = await ledger.db
    .selectFrom('audit')
    .select(['subject', 'detail'])
    .where('action', '=', 'sign_in_failed')
    .orderBy('seq', 'desc')
    .executeTakeFirst()
  expect(audited).toEqual({ subject: '0'.repeat(12), detail: { route: '/v1/objections/:id' } })
})
