import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { systemClock } from '../../core/clock.ts'
import { isTransient, ShuyuanError } from '../../core/errors.ts'
import { sha256 } from '../../core/hash.ts'
import { landItem } from './land.ts'
import { type Candidate, scanSource } from './scan.ts'
import type { Entry, Source } from './source.ts'

/** Whoever keeps the files: a folder, a server. Its files are put there by others, not by the source. */
export interface SourcePeer {
  /** Opens the source anew, as a process that has just started does. */
  open(): Promise<Source>
  /** Brings a whole file; it was last written `minutesAgo`, by the peer's clock. */
  put(name: string, content: string | Uint8Array, minutesAgo?: number): Promise<void>
  /** Goes on writing a file, as a slow sender does. */
  append(name: string, content: string): Promise<void>
  /** Something there that is no file: a folder, a link. */
  putOther(name: string): Promise<void>
  remove(name: string): Promise<void>
  /** All that is there and how it looks, to see whether anything was changed. */
  everything(): Promise<Record<string, string>>
  /** Nobody may read the file, or the whole place. */
  deny(name?: string): Promise<void>
  /** Does `work` as an account for which what was denied counts. */
  unprivileged<T>(work: () => Promise<T>): Promise<T>
  /** The place itself is gone: its folder, its server. */
  vanish(): Promise<void>
  /** Has the reading of a file under way break off. */
  breakOff(name: string): Promise<void>
  close(): Promise<void>
}

const DATASET = 'death_registration'
const [dataset] = catalogue.datasets.filter(({ id }) => id === DATASET)
const named = (batch: string) => `${DATASET}_full_20260110_${batch}.csv`
const MANY = 20_000
const LARGE = Buffer.alloc(8 << 20, 'large ')

/** What every transport must do, with a peer of it. */
export function conforms(start: () => Promise<SourcePeer>): void {
  let peer: SourcePeer
  let source: Source
  let landing: string
  beforeEach(async () => {
    peer = await start()
    source = await peer.open()
    landing = await mkdtemp(join(tmpdir(), 'landing-'))
  })
  afterEach(async () => {
    await source.close()
    await peer.close()
    await rm(landing, { recursive: true, force: true })
  })

  const listed = async (signal?: AbortSignal) => {
    const entries: Entry[] = []
    for await (const entry of source.list(signal)) entries.push(entry)
    return entries
  }
  const scan = (settleMs = 0, signal?: AbortSignal) =>
    scanSource(source, { datasets: dataset ? [dataset] : [], settleMs, clock: systemClock, signal })
  const candidates = async (settleMs?: number) => (await scan(settleMs)).candidates
  const one = async () => {
    const [found] = await candidates()
    if (!found) throw new Error('nothing to take')
    return found
  }
  const land = (item: Candidate, signal?: AbortSignal) => landItem(source, item, landing, signal)
  /** What is in landing, half copies too. */
  const landed = () => readdir(join(landing, DATASET)).catch(() => [])
  const failure = (work: Promise<unknown>): Promise<ShuyuanError> =>
    work.then(
      () => Promise.reject(new Error('it did not fail')),
      (error: unknown) => {
        expect(error).toBeInstanceOf(ShuyuanError)
        return error as ShuyuanError
      },
    )
  /** Begins to read an item and gives what comes after its first chunk. */
  const begun = async (item: Candidate, signal?: AbortSignal) => {
    const chunks = source.read(item, signal)[Symbol.asyncIterator]()
    expect((await chunks.next()).done).toBe(false)
    return async () => {
      for (;;) if ((await chunks.next()).done) return
    }
  }

  describe('listing', () => {
    it('gives each name once, exactly as it stands, and what it is', async () => {
      const names = ['a b.csv', '死亡登记信息.csv', '#%&+?.csv', "it's.csv", '.hidden', 'x.csv.part']
      for (const name of names) await peer.put(name, 'x')
      await peer.putOther('below')
      const found = await listed()
      expect(
        found
          .filter(({ type }) => type === 'file')
          .map(({ name }) => name)
          .sort(),
      ).toEqual(names.sort())
      expect(found.filter(({ type }) => type !== 'file').map(({ name }) => name)).toEqual(['below'])
    })

    it('keeps names apart that differ by case or by their Unicode form alone', async () => {
      const batches = ['a', 'A', '\u00e9', 'e\u0301']
      for (const batch of batches) await peer.put(named(batch), `content of ${batches.indexOf(batch)}`)
      const names = (await listed()).map(({ name }) => name)
      expect(names.sort()).toEqual(batches.map(named).sort())
      const contents = await Promise.all(
        (await candidates()).map(async (item) => [
          item.name,
          await readFile((await land(item)).path, 'utf8'),
        ]),
      )
      for (const [name, content] of contents)
        expect(content).toBe(`content of ${batches.map(named).indexOf(name ?? '')}`)
      expect(contents.length).toBeGreaterThanOrEqual(3)
    })

    it('gives very many names, and ends when nobody wants more', async () => {
      await Promise.all(
        Array.from({ length: 100 }, async (_, part) => {
          for (let n = part; n < MANY; n += 100) await peer.put(`f${n}.csv`, '')
        }),
      )
      const names = new Set<string>()
      for await (const { name } of source.list()) names.add(name)
      expect(names.size).toBe(MANY)
      for await (const { name } of source.list()) {
        expect(names).toContain(name)
        break
      }
      expect((await listed()).length).toBe(MANY)
    }, 120_000)

    it('ends when it is cancelled', async () => {
      for (let n = 0; n < 50; n++) await peer.put(`f${n}.csv`, '')
      const stop = new AbortController()
      const reading = (async () => {
        for await (const _ of source.list(stop.signal)) stop.abort(new Error('enough'))
      })()
      await expect(reading).rejects.toThrow('enough')
    })

    it('tells by a typed error that the place is gone, with department and dataset', async () => {
      await peer.put(named('a'), 'x')
      await peer.vanish()
      const error = await failure(listed())
      expect(error.fields).toMatchObject({ dataset: DATASET, department: 'health' })
    })

    it('tells by a typed error, which does not pass by itself, that the place may not be read', async () => {
      await peer.put(named('a'), 'x')
      await peer.deny()
      await peer.unprivileged(async () => {
        const error = await failure(listed())
        expect([error.code, isTransient(error)]).toEqual(['connectors.source_unreadable', false])
        expect(error.fields).toMatchObject({ dataset: DATASET, department: 'health' })
      })
    })
  })

  describe('a file that is being written', () => {
    it('is not taken before it stands still, and whole then', async () => {
      await peer.put(named('slow'), 'first half, ', 0)
      const writing = sleep(60).then(() => peer.append(named('slow'), 'second half'))
      const early = await scan(400)
      await writing
      expect([early.candidates, early.unsettled]).toEqual([[], [named('slow')]])
      const [item] = await candidates(200)
      expect(await readFile((await land(item as Candidate)).path, 'utf8')).toBe('first half, second half')
    })

    it('is taken once it stands still, also where the clock of its keeper is ahead', async () => {
      await peer.put(named('ahead'), 'x', -120)
      expect((await candidates(50)).map(({ name }) => name)).toEqual([named('ahead')])
    })

    it('is not landed by half, also where the clock of its keeper is behind', async () => {
      await peer.put(named('behind'), 'first half, ', 120)
      const item = await one()
      await peer.append(named('behind'), 'second half')
      const error = await failure(land(item))
      expect([error.code, isTransient(error)]).toEqual(['connectors.file_changing', true])
      expect(error.fields).toMatchObject({ dataset: DATASET, department: 'health', file: named('behind') })
      expect(await landed()).toEqual([])
    })

    it('is not landed when it changes while it is read', async () => {
      await peer.put(named('large'), LARGE)
      const rest = await begun(await one())
      await peer.append(named('large'), 'more')
      expect((await failure(rest())).code).toBe('connectors.file_changing')
    })
  })

  describe('taking', () => {
    it('lands the bytes as they are, under their hash, and changes nothing at the peer', async () => {
      const content = Buffer.from([0, 13, 10, 255, 0xef, 0xbb, 0xbf, 26])
      await peer.put(named('bytes'), content)
      await peer.put(named('large'), LARGE)
      const before = await peer.everything()
      const items = await candidates()
      for (const item of items) {
        const got = await land(item)
        expect(got).toMatchObject({ bytes: item.size, fresh: true })
        expect(sha256(await readFile(got.path))).toBe(got.sha256)
        await source.taken(item)
      }
      expect((await landed()).sort()).toEqual([sha256(content), sha256(LARGE)].sort())
      expect(await peer.everything()).toEqual(before)
    })

    it('lands an empty file', async () => {
      await peer.put(named('empty'), '')
      expect(await land(await one())).toMatchObject({ bytes: 0, sha256: sha256('') })
    })

    it('lands the same bytes once, under whatever names', async () => {
      await peer.put(named('a'), 'same')
      await peer.put(named('b'), 'same')
      const [a, b] = await candidates()
      expect(await land(a as Candidate)).toMatchObject({ fresh: true })
      expect(await land(b as Candidate)).toMatchObject({ fresh: false, sha256: sha256('same') })
      expect(await landed()).toEqual([sha256('same')])
    })

    it('begins anew what broke off in the middle, and keeps nothing of it', async () => {
      await peer.put(named('large'), LARGE)
      const item = await one()
      const rest = await begun(item)
      await peer.breakOff(named('large'))
      await failure(rest())
      await failure(land(item))
      expect(await landed()).toEqual([])
      await peer.put(named('large'), LARGE)
      expect(await land(await one())).toMatchObject({ sha256: sha256(LARGE) })
      expect(await landed()).toEqual([sha256(LARGE)])
    })

    it('keeps nothing when it is cancelled in the middle', async () => {
      await peer.put(named('large'), LARGE)
      const item = await one()
      const stop = new AbortController()
      const rest = await begun(item, stop.signal)
      stop.abort(new Error('enough'))
      await expect(rest()).rejects.toThrow('enough')
      await expect(land(item, stop.signal)).rejects.toThrow('enough')
      expect(await landed()).toEqual([])
      expect(await land(item)).toMatchObject({ fresh: true })
    })

    it('does not wait for a file to stand still once it is cancelled', async () => {
      await peer.put(named('young'), 'x', 0)
      const from = performance.now()
      await expect(scan(60_000, AbortSignal.timeout(50))).rejects.toThrow()
      expect(performance.now() - from).toBeLessThan(20_000)
    })

    it('tells of a file that went away, and takes what is there', async () => {
      for (const batch of ['a', 'b']) await peer.put(named(batch), batch)
      const [a, b] = await candidates()
      await peer.remove(named('a'))
      expect((await failure(land(a as Candidate))).code).toBe('connectors.source_gone')
      expect(await land(b as Candidate)).toMatchObject({ sha256: sha256('b') })
      expect(await source.look(named('a'))).toBeNull()
    })

    it('is refused by a typed error where a file may not be read, and not for the others', async () => {
      for (const batch of ['a', 'b']) await peer.put(named(batch), batch)
      await peer.deny(named('a'))
      const [a, b] = await candidates()
      await peer.unprivileged(async () => {
        const chunks = source.read(a as Candidate)[Symbol.asyncIterator]()
        const error = await failure(chunks.next())
        expect([error.code, isTransient(error)]).toEqual(['connectors.file_unreadable', false])
        expect(error.fields).toMatchObject({ dataset: DATASET, department: 'health', file: named('a') })
      })
      expect(await land(b as Candidate)).toMatchObject({ sha256: sha256('b') })
    })

    it('knows a file again after a restart', async () => {
      await peer.put(named('a'), 'x')
      const before = await one()
      await source.close()
      source = await peer.open()
      expect(await one()).toEqual(before)
    })
  })

  describe('a test of the source', () => {
    const test = () => source.test((name) => name.startsWith(DATASET))
    const failing = async () => (await test()).filter(({ error }) => error)

    it('finds what works, and changes nothing', async () => {
      await peer.put(named('a'), 'x')
      await peer.put('other.csv', 'x')
      const before = await peer.everything()
      const trials = await test()
      expect(trials.map(({ what, error }) => [what, error])).toEqual(
        expect.arrayContaining([
          ['list', undefined],
          ['read', undefined],
        ]),
      )
      expect(trials.find(({ what }) => what === 'read')?.fields).toMatchObject({ count: 1 })
      expect(await peer.everything()).toEqual(before)
    })

    it('finds what does not: the place is gone', async () => {
      await peer.vanish()
      expect((await failing()).length).toBe(1)
    })

    it('finds what does not: the place or a file may not be read', async () => {
      for (const batch of ['a', 'b']) await peer.put(named(batch), 'x')
      await peer.deny(named('a'))
      await peer.unprivileged(async () =>
        expect(await failing()).toMatchObject([
          { what: 'read', error: { code: 'connectors.file_unreadable', fields: { file: named('a') } } },
        ]),
      )
      await peer.deny()
      await peer.unprivileged(async () =>
        expect(await failing()).toMatchObject([
          { what: 'list', error: { code: 'connectors.source_unreadable' } },
        ]),
      )
    })
  })
}
