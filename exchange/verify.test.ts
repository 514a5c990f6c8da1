import { generateKeyPairSync } from 'node:crypto'
import { cp, readFile, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { canonicalJson, sha256, sha256File } from '../core/hash.ts'
import { type Bench, fullPackage, openBench, person } from '../test/support/exchange.ts'
import { signHead } from './audit_head.ts'
import { cityKeys } from './keys.ts'
import { type ManifestBody, signManifest } from './manifest.ts'
import { shapeOf } from './shape.ts'
import { verifyPackage } from './verify.ts'

let bench: Bench
let original: string
let folder: string
beforeAll(async () => {
  bench = await openBench()
  const people = [
    person(),
    person({ citizen_id: '150103190001010015', name: '张三', contribution_base: '-0.5000' }),
  ]
  original = (await fullPackage(bench, people)).path
})
afterAll(() => bench.close())

let copies = 0
beforeEach(async () => {
  copies += 1
  folder = bench.path('copies', String(copies))
  await cp(original, folder, { recursive: true })
})

const verify = () => verifyPackage(folder, bench.keys.publicKey, '150100')
const manifestPath = () => join(folder, 'manifest.json')

/** Changes the manifest; `sign` re-signs it with the platform's own key, as an insider or a bug would. */
async function tamper(change: (body: Record<string, unknown>) => void, sign: boolean): Promise<void> {
  const manifest: Record<string, unknown> = JSON.parse(await readFile(manifestPath(), 'utf8'))
  change(manifest)
  const { signature, ...body } = manifest
  const text = sign
    ? signManifest(body as ManifestBody, bench.keys)
    : `${canonicalJson({ ...body, ...(signature ? { signature } : {}) })}\n`
  await writeFile(manifestPath(), text)
}

async function expectCode(code: string): Promise<void> {
  await expect(verify()).rejects.toMatchObject({ name: 'ShuyuanError', code: `exchange.${code}` })
}

describe('hostile packages', () => {
  test('the untouched package passes, with a receipt beside it too', async () => {
    await writeFile(join(folder, 'receipt.json'), '{}')
    expect((await verify()).manifest.rows).toBe(2)
  })

  test('a package of format 1, without what is in dispute, is read', async () => {
    const path = join(folder, 'data.parquet')
    const older = sql`SELECT * EXCLUDE (_disputed) FROM read_parquet([${path}])`
    await bench.engine.exec(sql`CREATE OR REPLACE TEMP TABLE older AS ${older}`)
    await bench.engine.exec(
      sql`COPY older TO ${sql.lit(path)} (FORMAT parquet, COMPRESSION snappy, PARQUET_VERSION v1, dictionary_size_limit 0)`,
    )
    await rm(join(folder, 'data.csv'))
    const file = { name: 'data.parquet', bytes: (await stat(path)).size, sha256: await sha256File(path) }
    const asBefore = (body: Record<string, unknown>) => {
      const files = body.files as { name: string }[]
      body.files = [file, ...files.filter(({ name }) => name === 'dictionary.csv')]
      body.format = 'shuyuan.package/1'
    }
    await tamper(asBefore, true)
    await expectCode('manifest_invalid')
    await tamper((body) => delete body.disputed, true)
    const verified = await verify()
    expect(verified.manifest.rows).toBe(2)
    expect(shapeOf(verified.manifest)).not.toContain('_disputed')
  })

  test('a package of format 2, without a head of the audit log, is read', async () => {
    await tamper((body) => {
      body.format = 'shuyuan.package/2'
    }, true)
    expect((await verify()).manifest.rows).toBe(2)
    const head = signHead({ count: 0, hash: '0'.repeat(64), at: null }, bench.keys)
    await tamper((body) => {
      body.audit = head
    }, true)
    await expectCode('manifest_invalid')
  })

  test.each([
    '../../etc/passwd',
    '/etc/passwd',
    'data.parquet/../x',
    'C:\\x',
    '',
    'receipt.json',
    'manifest.json',
  ])('a file name that is none of ours: %j', async (name) => {
    await tamper((body) => {
      body.files = [{ name, bytes: 1, sha256: sha256('x') }]
    }, true)
    await expectCode('package_path')
  })

  test('unsigned', async () => {
    await tamper((body) => delete body.signature, false)
    await expectCode('unsigned')
  })

  test('signed by somebody else', async () => {
    await expect(
      verifyPackage(folder, (await cityKeys(bench.path('other'))).publicKey),
    ).rejects.toMatchObject({ code: 'exchange.signature_invalid' })
    const { privateKey, publicKey } = generateKeyPairSync('ed25519')
    const body = JSON.parse(await readFile(manifestPath(), 'utf8'))
    delete body.signature
    await writeFile(manifestPath(), signManifest(body, { privateKey, publicKey, keyId: body.keyId }))
    await expectCode('signature_invalid')
  })

  test('one count changed', async () => {
    await tamper((body) => {
      body.rows = 3
    }, false)
    await expectCode('signature_invalid')
  })

  test('meant for another city', async () => {
    await expect(verifyPackage(folder, bench.keys.publicKey, '150200')).rejects.toMatchObject({
      code: 'exchange.wrong_city',
    })
  })

  test('files: missing, extra, a link, changed', async () => {
    const csv = join(folder, 'data.csv')
    await rename(csv, join(folder, '..', `kept-${copies}`))
    await expectCode('file_missing')
    await symlink(join(folder, '..', `kept-${copies}`), csv)
    await expectCode('file_changed')
    await rm(csv)
    await rename(join(folder, '..', `kept-${copies}`), csv)
    await writeFile(join(folder, 'run.sh'), '')
    await expectCode('file_extra')
    await rm(join(folder, 'run.sh'))
    await rm(manifestPath())
    await expectCode('package_missing')
  })

  test('not JSON, not an object, of another format', async () => {
    for (const text of ['', 'x', 'null', '[]', '{"format":"shuyuan.package/9","signature":""}']) {
      await writeFile(manifestPath(), text)
      await expect(verify()).rejects.toMatchObject({
        code: expect.stringMatching(/^exchange\.(manifest_invalid|unsigned)$/),
      })
    }
  })

  test('a signed manifest that does not describe its data', async () => {
    await tamper((body) => {
      const [first, ...rest] = body.columns as Record<string, unknown>[]
      body.columns = [{ ...first, name: 'citizen' }, ...rest]
      body.key = null
    }, true)
    await expectCode('schema_mismatch')
  })

  test('a signed manifest with another digest or row count', async () => {
    await tamper((body) => {
      body.rows = 5
    }, true)
    await expectCode('readback_differs')
    await tamper((body) => {
      body.rows = 2
      const [first, ...rest] = body.columns as Record<string, unknown>[]
      body.columns = [{ ...first, digest: sha256('') }, ...rest]
    }, true)
    await expectCode('readback_differs')
  })

  test('any flipped bit of any file is refused', async () => {
    const files = ['manifest.json', 'data.parquet', 'data.csv', 'dictionary.csv']
    const contents = await Promise.all(files.map((file) => readFile(join(original, file))))
    const flip = fc.record({
      file: fc.nat(files.length - 1),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      bit: fc.nat(7),
    })
    await fc.assert(
      fc.asyncProperty(flip, async ({ file, at, bit }) => {
        const bytes = Buffer.from(contents[file] ?? '')
        const place = Math.floor(at * bytes.length)
        bytes[place] = (bytes[place] ?? 0) ^ (1 << bit)
        const path = join(folder, files[file] ?? '')
        await writeFile(path, bytes)
        await expect(verify()).rejects.toMatchObject({ name: 'ShuyuanError' })
        await writeFile(path, contents[file] ?? '')
      }),
      { numRuns: 150 },
    )
    await verify()
  })

  test('a changed byte anywhere in the manifest is refused', async () => {
    const bytes = await readFile(manifestPath())
    for (let place = 0; place < bytes.length; place += 29) {
      const changed = Buffer.from(bytes)
      changed[place] = (changed[place] ?? 0) ^ 0x20
      await writeFile(manifestPath(), changed)
      await expect(verify()).rejects.toMatchObject({ name: 'ShuyuanError' })
    }
  })
})
