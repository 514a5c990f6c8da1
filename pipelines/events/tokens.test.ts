import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { actorOfGrant, authorise } from '../../access/authorise.ts'
import { grantLookup, issueGrant, listGrants, revokeToken } from '../../access/tokens.ts'
import { type EventJob, openEvents, sealEvents } from './payload.ts'
import { assertGranted, issueToken } from './tokens.ts'

const now = new Date('2026-11-02T02:00:00Z')
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shuyuan-tokens-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
/** The grant of a token that may be used for events. */
async function byToken(token: string, at = now) {
  const grant = await grantLookup(folder).byToken(token, at)
  authorise(actorOfGrant(grant), 'events.post')
  return grant
}
const issue = (until?: Date) => issueToken(folder, { department: 'tax', datasets: ['a', 'b'], now, until })

describe('a token', () => {
  it('names department and datasets, and is kept as a hash in a private file', async () => {
    const { token, grant } = await issue()
    const found = await byToken(token)
    expect(found).toEqual(grant)
    expect(() => assertGranted(found, 'a')).not.toThrow()
    expect(() => assertGranted(found, 'c')).toThrow(expect.objectContaining({ code: 'events.forbidden' }))
    const [name = ''] = readdirSync(folder)
    expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(folder, name), 'utf8')).not.toContain(token.split('_').at(-1))
  })

  it('is refused when wrong, expired or withdrawn', async () => {
    const { token, grant } = await issue(new Date(now.getTime() + 1000))
    const refused = { code: 'events.unauthorised' }
    await expect(byToken(`${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`)).rejects.toMatchObject(
      refused,
    )
    await expect(byToken('')).rejects.toMatchObject(refused)
    await expect(byToken(token, new Date(now.getTime() + 1000))).rejects.toMatchObject(refused)
    await expect(byToken(token)).resolves.toMatchObject({ department: 'tax' })
    await revokeToken(folder, grant.id)
    await expect(byToken(token)).rejects.toMatchObject(refused)
    await expect(revokeToken(folder, grant.id)).rejects.toMatchObject({ code: 'events.unknown_grant' })
  })

  it('of a city, or of a department for something else, posts no events', async () => {
    const city = await issueGrant(folder, {
      party: { kind: 'city', id: '150100' },
      scopes: ['objections'],
      now,
    })
    expect(city.queueKey).toBeUndefined()
    const party = { kind: 'department', id: 'tax' } as const
    const other = await issueGrant(folder, { party, scopes: ['objections'], datasets: ['a'], now })
    for (const { token, grant } of [city, other]) {
      const refused = { code: 'events.forbidden' }
      await expect(byToken(token)).rejects.toMatchObject(refused)
      const known = await grantLookup(folder).byId(grant.id, now)
      expect(() => assertGranted(known, 'a')).toThrow(expect.objectContaining(refused))
    }
  })

  it('issued before there were scopes is for events', async () => {
    const { token, grant } = await issue()
    const { scopes: _none, ...old } = grant
    writeFileSync(join(folder, `${grant.id}.json`), JSON.stringify(old), { mode: 0o600 })
    await expect(byToken(token)).resolves.toEqual(grant)
  })

  it('is not used from a file that others can read or that is damaged', async () => {
    const { grant } = await issue()
    const path = join(folder, `${grant.id}.json`)
    chmodSync(path, 0o644)
    await expect(listGrants(folder)).rejects.toMatchObject({ code: 'events.grant_exposed' })
    chmodSync(path, 0o600)
    writeFileSync(path, '{}')
    await expect(listGrants(folder)).rejects.toMatchObject({ code: 'events.grant_unreadable' })
  })
})

describe('a payload', () => {
  const to = { dataset: 'a', key: 'k' }
  const body = Buffer.from('{"events":[{"citizen_id":"150102199001011234"}]}')

  it('is read back with its key only, for its dataset and key only', async () => {
    const { queueKey, grant } = await issue()
    const job = sealEvents(queueKey, to, body)
    expect(openEvents(grant.queueKey, job)).toEqual(body)
    expect(JSON.stringify(job)).not.toContain('150102199001011234')
    expect(sealEvents(queueKey, to, body).payload).not.toBe(job.payload)
    const other = await issue()
    const changed: [string, EventJob][] = [
      [other.grant.queueKey, job],
      [grant.queueKey, { ...job, dataset: 'b' }],
      [grant.queueKey, { ...job, key: 'l' }],
      [grant.queueKey, { ...job, payload: `${job.payload.slice(0, -4)}AAAA` }],
      [grant.queueKey, { ...job, payload: job.payload.slice(0, 60) }],
      [grant.queueKey, { ...job, payload: '' }],
    ]
    for (const [key, each] of changed) {
      expect(() => openEvents(key, each)).toThrow(expect.objectContaining({ code: 'events.bad_payload' }))
    }
  })

  it('is not made with something that is no queue key', async () => {
    const { token } = await issue()
    expect(() => sealEvents(token, to, body)).toThrow(
      expect.objectContaining({ code: 'events.bad_queue_key' }),
    )
  })
})
