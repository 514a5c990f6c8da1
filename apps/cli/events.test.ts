import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, expect, it } from 'vitest'
import { licenceEvent } from '../../bench/events/licences.ts'
import { catalogue } from '../../catalog/catalogue.ts'

const data = mkdtempSync(join(tmpdir(), 'shuyuan-cli-events-'))
afterAll(() => rmSync(data, { recursive: true, force: true }))
const dataset = catalogue.datasets.find(({ form }) => form === 'event')?.id ?? ''

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, ['bin/shuyuan.cjs', '--data', data, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SHUYUAN_LANG: 'en' },
  })
}

async function run(...args: string[]) {
  const child = start(...args)
  const [out, error, [code]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    text(child.stderr as NodeJS.ReadableStream),
    once(child, 'exit'),
  ])
  return { out, error, code: code as number }
}

async function urlOf(child: ChildProcess): Promise<string> {
  let printed = ''
  for await (const chunk of child.stdout as NodeJS.ReadableStream) {
    printed += String(chunk)
    const [, url] = /"url": "([^"]+)"/.exec(printed) ?? []
    if (url) return url
  }
  throw new Error(`ended: ${printed}`)
}

it('issues a token, takes events with it, publishes them before it stops, withdraws it', async () => {
  const added = await run('token', 'add', 'government_services', '--datasets', dataset, '--json')
  const issued = JSON.parse(added.out) as { id: string; token: string; queueKey: string }
  expect(issued).toMatchObject({
    token: expect.stringMatching(/^syt_/),
    queueKey: expect.stringMatching(/^syq_/),
  })
  const listed = await run('token', 'list', '--json')
  expect(JSON.parse(listed.out)).toMatchObject([{ id: issued.id, department: 'government_services' }])
  const [{ createdAt, until }] = JSON.parse(listed.out) as [{ createdAt: string; until: string }]
  expect(Math.abs(Date.parse(until) - Date.parse(createdAt) - 365 * 86_400_000)).toBeLessThan(60_000)
  expect(listed.out).not.toContain(issued.token)
  const server = start('serve', '--port', '0', '--json')
  const url = await urlOf(server)
  const posted = await fetch(`${url}/v1/datasets/${dataset}/events`, {
    method: 'POST',
    body: JSON.stringify({ events: [licenceEvent(1, new Date())] }),
    headers: {
      authorization: `Bearer ${issued.token}`,
      'content-type': 'application/json',
      'idempotency-key': 'cli',
    },
  })
  expect(posted.status).toBe(202)
  const ended = once(server, 'exit')
  server.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
  const found = await run('query', 'select licence_no from licence', '--json')
  expect(JSON.parse(found.out)).toEqual([{ licence_no: 'BENCH-1' }])
  expect((await run('token', 'remove', issued.id)).code).toBe(0)
  expect(JSON.parse((await run('token', 'list', '--json')).out)).toEqual([])
}, 180_000)

it("ends a token on the day that is named, and a city's after a year too", async () => {
  const given = async (...args: string[]) => JSON.parse((await run('token', 'add', ...args, '--json')).out)
  const city = await given('city:150100')
  expect(Math.abs(Date.parse(city.until) - Date.now() - 365 * 86_400_000)).toBeLessThan(120_000)
  const named = await given('tax', '--until', '2026-12-31')
  expect(named.until).toBe('2026-12-30T16:00:00.000Z')
  for (const { id } of [city, named]) expect((await run('token', 'remove', id)).code).toBe(0)
}, 180_000)

it.each([
  [['token', 'add', 'nobody', '--datasets', dataset], 'no department nobody'],
  [['token', 'add', 'government_services', '--datasets', 'household_registration'], 'no such dataset'],
  [['token', 'add', 'government_services', '--datasets', dataset, '--until', 'soon'], 'takes a date'],
  [['token', 'remove', 'none'], 'no token none'],
  [['serve', '--port', 'x'], '--port takes'],
])(
  'refuses %j',
  async (args, words) => {
    const { code, error } = await run(...args)
    expect(code).not.toBe(0)
    expect(error).toContain(words)
  },
  60_000,
)
