import { chmod, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Bench, openBench } from '../test/support/exchange.ts'
import { cityKeys, isSigned, keyIdOf, platformKeys, readPublicKey, signText } from './keys.ts'

let bench: Bench
beforeAll(async () => {
  bench = await openBench()
})
afterAll(() => bench.close())

test('keys are made once, private, and the same for everybody who asks at once', async () => {
  const folder = bench.path('fresh')
  const made = await Promise.all(Array.from({ length: 8 }, () => platformKeys(folder)))
  expect(new Set(made.map((keys) => keys.keyId)).size).toBe(1)
  expect(new Set(made.map((keys) => Buffer.from(keys.hashKeyFor('150100')).toString('hex'))).size).toBe(1)
  for (const name of ['platform.pem', 'join-hash.key']) {
    expect((await stat(join(folder, name))).mode & 0o777).toBe(0o600)
  }
  const known = await readPublicKey(join(folder, 'platform.pub.pem'))
  expect(keyIdOf(known)).toBe(made[0]?.keyId)
})

test('signatures hold for the text that was signed only', async () => {
  const keys = await cityKeys(bench.path('city'))
  const signature = signText(keys, 'text')
  expect(isSigned(keys.publicKey, 'text', signature)).toBe(true)
  expect(isSigned(keys.publicKey, 'texT', signature)).toBe(false)
})

test('a key that others can read, or that is damaged, is not used', async () => {
  const folder = bench.path('bad')
  await platformKeys(folder)
  const path = join(folder, 'join-hash.key')
  await chmod(path, 0o644)
  await expect(platformKeys(folder)).rejects.toMatchObject({ code: 'exchange.key_exposed' })
  await chmod(path, 0o600)
  await writeFile(path, 'short')
  await expect(platformKeys(folder)).rejects.toMatchObject({ code: 'exchange.key_unreadable' })
  await writeFile(join(folder, 'platform.pem'), (await readFile(path, 'utf8')).repeat(2))
  await expect(platformKeys(folder)).rejects.toMatchObject({ code: 'exchange.key_unreadable' })
  await expect(readPublicKey(bench.path('none'))).rejects.toMatchObject({ code: 'exchange.key_unreadable' })
})
