import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isTransient, ShuyuanError } from '../../core/errors.ts'
import { sha256, sha256File } from '../../core/hash.ts'
import type { FinishedPackage, Sink } from './sink.ts'

/** Whoever receives: a folder, a server. */
export interface SinkPeer {
  /** Opens the sink anew, as a process that has just started does. */
  open(): Promise<Sink>
  /** What the city takes for a package: for each, the SHA-256 of its files. */
  packages(): Promise<Record<string, Record<string, string>>>
  /** All that is there, what is no package too, to see whether anything was changed or left. */
  everything(): Promise<Record<string, string>>
  /** The city leaves a file in a package. */
  leave(name: string, file: string, content: string | Uint8Array): Promise<void>
  /** The city leaves a link to a file of the platform's in a package, where there is such a thing. */
  leaveLink(name: string, file: string, target: string): Promise<void>
  /** Somebody changes a file of a package. */
  change(name: string, file: string): Promise<void>
  /** What a process that was killed left of a package, and what one that is alive has begun; the names of both. */
  leftovers(): Promise<{ dead: string; alive: string }>
  /** The platform may not write there any more, or not even look. */
  deny(what: 'writing' | 'all'): Promise<void>
  /** Does `work` as an account for which what was denied counts. */
  unprivileged<T>(work: () => Promise<T>): Promise<T>
  /** Has every delivery break off in the middle from now on, until `mend`. */
  breakOff(): Promise<void>
  mend(): Promise<void>
  close(): Promise<void>
}

const LARGE = 48 << 20
const RECEIPT = 'receipt.json'

/** What every transport must do, with a peer of it. */
export function conforms(start: () => Promise<SinkPeer>): void {
  let peer: SinkPeer
  let sink: Sink
  let work: string
  beforeEach(async () => {
    peer = await start()
    sink = await peer.open()
    work = await mkdtemp(join(tmpdir(), 'packages-'))
  })
  afterEach(async () => {
    await sink.close()
    await peer.close()
    await rm(work, { recursive: true, force: true })
  })

  /** A package of this machine with these files, the manifest last. */
  const pack = async (name: string, files: Record<string, string | Buffer>): Promise<FinishedPackage> => {
    const folder = await mkdtemp(join(work, 'p-'))
    const known: FinishedPackage['files'][number][] = []
    for (const [file, content] of [...Object.entries(files), ['manifest.json', `of ${name}`] as const]) {
      await writeFile(join(folder, file), content)
      known.push({ name: file, bytes: Buffer.byteLength(content), sha256: sha256(content) })
    }
    return { name, folder, files: known }
  }
  const small = (name = 'request-000001-full', content = 'a,b\n') => pack(name, { 'data.csv': content })
  const large = () => pack('request-000002-full', { 'data.csv': Buffer.alloc(LARGE, 'row\n') })
  const digests = ({ files }: FinishedPackage) =>
    Object.fromEntries(files.map((each) => [each.name, each.sha256]))
  const names = async () => {
    const found: string[] = []
    for await (const name of sink.list()) found.push(name)
    return found.sort()
  }
  const failure = (doing: Promise<unknown>): Promise<ShuyuanError> =>
    doing.then(
      () => Promise.reject(new Error('it did not fail')),
      (error: unknown) => {
        expect(error).toBeInstanceOf(ShuyuanError)
        expect((error as ShuyuanError).fields).toMatchObject({ delivery: 'request', city: '150100' })
        return error as ShuyuanError
      },
    )

  describe('delivering', () => {
    it('brings every file as it is, under the name of the package', async () => {
      const one = await small()
      expect(await sink.deliver(one)).toBe(true)
      expect(await peer.packages()).toEqual({ [one.name]: digests(one) })
      expect(await names()).toEqual([one.name])
      expect(sink.pathOf(one.name)).toContain(one.name)
    })

    it('shows the city a package whole or not at all', async () => {
      const one = await large()
      const seen = new Set<number>()
      let done = false
      const delivering = sink.deliver(one).finally(() => {
        done = true
      })
      while (!done) {
        const found = (await peer.packages())[one.name]
        seen.add(found ? Object.keys(found).length : 0)
        await sleep(2)
      }
      await delivering
      for (const files of seen) expect([0, one.files.length]).toContain(files)
      expect(seen).toContain(0)
      expect((await peer.packages())[one.name]).toEqual(digests(one))
    })

    it('changes nothing when the same package is brought again, also by another process', async () => {
      const one = await small()
      await sink.deliver(one)
      const before = await peer.everything()
      expect(await sink.deliver(await small())).toBe(false)
      const again = await peer.open()
      expect(await again.deliver(one)).toBe(false)
      await again.close()
      expect(await peer.everything()).toEqual(before)
    })

    it('brings one package once, whoever brings it at the same time', async () => {
      const one = await small()
      const others = await Promise.all([peer.open(), peer.open()])
      const outcomes = await Promise.all([sink, ...others].map((each) => each.deliver(one)))
      for (const each of others) await each.close()
      expect(outcomes.filter(Boolean)).toHaveLength(1)
      expect(await peer.packages()).toEqual({ [one.name]: digests(one) })
    })

    it('does not touch another package of that name, or one that was changed', async () => {
      const one = await small()
      await sink.deliver(one)
      for (const content of ['other\n', 'b,a\n']) {
        const error = await failure(sink.deliver(await small(one.name, content)))
        expect(error.code).toBe('connectors.package_differs')
      }
      expect(await peer.packages()).toEqual({ [one.name]: digests(one) })
      await peer.change(one.name, 'data.csv')
      const before = await peer.everything()
      const error = await failure(sink.deliver(one))
      expect([error.code, isTransient(error)]).toEqual(['connectors.package_differs', false])
      expect(await peer.everything()).toEqual(before)
    })

    it('takes a package for the same when the city has put its receipt in', async () => {
      const one = await small()
      await sink.deliver(one)
      await peer.leave(one.name, RECEIPT, '{}')
      expect(await sink.deliver(one)).toBe(false)
    })

    it('keeps packages apart whose names differ by case alone', async () => {
      const [a, b] = [await small('request-1'), await small('REQUEST-1', 'other\n')]
      expect([await sink.deliver(a), await sink.deliver(b)]).toEqual([true, true])
      expect(await peer.packages()).toEqual({ [a.name]: digests(a), [b.name]: digests(b) })
    })

    it('brings no file that is not what it should be, or missing', async () => {
      for (const spoil of [
        (path: string) => appendFile(path, 'x'),
        (path: string) => writeFile(path, 'b,a\n'),
        (path: string) => rm(path),
        async (path: string) => {
          await rm(path)
          await mkdir(path)
        },
      ]) {
        const one = await small()
        await spoil(join(one.folder, 'data.csv'))
        const error = await failure(sink.deliver(one))
        expect([error.code, error.kind]).toEqual(['connectors.package_damaged', 'damaged'])
        expect(await peer.everything()).toEqual({})
      }
    })

    it('keeps nothing of what broke off, and brings it whole once it can', async () => {
      const one = await large()
      await peer.breakOff()
      await failure(sink.deliver(one))
      await peer.mend()
      expect(await peer.everything()).toEqual({})
      expect(await sink.deliver(one)).toBe(true)
      expect(await peer.packages()).toEqual({ [one.name]: digests(one) })
    })

    it('keeps nothing when it is cancelled in the middle', async () => {
      const one = await large()
      const stop = new AbortController()
      const delivering = sink.deliver(one, stop.signal)
      setTimeout(() => stop.abort(new Error('enough')), 5)
      await expect(delivering).rejects.toThrow('enough')
      expect(await peer.everything()).toEqual({})
      expect(await sink.deliver(one)).toBe(true)
    })

    it('clears away what a killed process left, and nothing that a living one writes', async () => {
      const { dead, alive } = await peer.leftovers()
      await sink.deliver(await small())
      const found = Object.keys(await peer.everything()).join('\n')
      expect(found).toContain(alive)
      expect(found).not.toContain(dead)
      expect(await names()).toEqual(['request-000001-full'])
    })

    it('is refused by a typed error, which does not pass by itself, where it may not write', async () => {
      await sink.deliver(await small())
      const before = await peer.everything()
      await peer.deny('writing')
      const one = await small('request-000002-full')
      await peer.unprivileged(async () => {
        const error = await failure(sink.deliver(one))
        expect([error.code, isTransient(error)]).toEqual(['connectors.sink_refused', false])
      })
      expect(await peer.everything()).toEqual(before)
    })
  })

  describe('what is there', () => {
    it('is nothing before the first delivery', async () => {
      expect(await names()).toEqual([])
      expect(await sink.fetch('request-000001-full', work)).toBeUndefined()
      expect(await sink.read('request-000001-full', RECEIPT, 100)).toBeUndefined()
    })

    it('is listed, each name once, however many there are', async () => {
      const every = Array.from({ length: 300 }, (_, n) => `request-${String(n).padStart(6, '0')}-incr`)
      for (const name of every) await sink.deliver(await small(name))
      expect(await names()).toEqual(every)
      for await (const name of sink.list()) {
        expect(every).toContain(name)
        break
      }
    }, 60_000)

    it('can be fetched again, file by file as it was brought', async () => {
      const one = await small()
      await sink.deliver(one)
      const folder = (await sink.fetch(one.name, join(work, 'scratch'))) ?? ''
      for (const file of one.files) expect(await sha256File(join(folder, file.name))).toBe(file.sha256)
    })

    it('is refused by a typed error where it may not be looked at', async () => {
      await sink.deliver(await small())
      await peer.deny('all')
      await peer.unprivileged(async () => {
        expect((await failure(names())).code).toBe('connectors.sink_refused')
      })
    })
  })

  describe('a receipt', () => {
    beforeEach(async () => {
      await sink.deliver(await small())
    })
    const receipt = () => sink.read('request-000001-full', RECEIPT, 100)

    it('is read back once the city has left it', async () => {
      expect(await receipt()).toBeUndefined()
      await peer.leave('request-000001-full', RECEIPT, '{"rows":1}')
      expect(await receipt()).toMatchObject({ text: '{"rows":1}' })
      expect((await receipt())?.path).toContain('request-000001-full')
    })

    it('has no text where it is larger than a receipt may be', async () => {
      await peer.leave('request-000001-full', RECEIPT, 'x'.repeat(101))
      expect(await receipt()).toMatchObject({ text: '' })
    })

    it('is never read through a link', async () => {
      await writeFile(join(work, 'secret'), 'secret')
      await peer.leaveLink('request-000001-full', RECEIPT, join(work, 'secret'))
      expect(await receipt()).toBeUndefined()
    })
  })

  describe('a test of the sink', () => {
    it('finds what works, and leaves everything as it was', async () => {
      expect((await sink.test()).map(({ what, error }) => [what, error])).toEqual([
        ['write', undefined],
        ['receipts', undefined],
      ])
      expect(await peer.everything()).toEqual({})
      await sink.deliver(await small())
      await peer.leave('request-000001-full', RECEIPT, '{}')
      const before = Object.keys(await peer.everything())
      expect(await sink.test()).toMatchObject([{}, { fields: { count: 1 } }])
      expect(Object.keys(await peer.everything())).toEqual(before)
    })

    it('finds what does not', async () => {
      await sink.deliver(await small())
      await peer.deny('writing')
      await peer.unprivileged(async () =>
        expect(await sink.test()).toMatchObject([
          { what: 'write', error: { code: 'connectors.sink_refused' } },
          { what: 'receipts', fields: { count: 0 } },
        ]),
      )
      await peer.deny('all')
      await peer.unprivileged(async () =>
        expect((await sink.test()).map(({ error }) => error?.code)).toEqual([
          'connectors.sink_refused',
          'connectors.sink_refused',
        ]),
      )
    })
  })
}
