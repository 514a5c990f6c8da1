import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  randomUUID,
  sign,
  verify,
} from 'node:crypto'
import { link, lstat, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ShuyuanError } from '../core/errors.ts'
import './locale.ts'

/** An Ed25519 pair that signs packages (the platform's) or receipts (a city's). */
export interface SigningKeys {
  privateKey: KeyObject
  publicKey: KeyObject
  /** First 32 hex characters of the SHA-256 of the public key: names the key, says nothing else. */
  keyId: string
}

export interface PlatformKeys extends SigningKeys {
  /** Hash key for join columns of one city: hashes of two cities cannot be joined with each other. */
  hashKeyFor(city: string): Uint8Array
}

/**
 * The platform's keys in `folder`, created on first use with mode 0600; several processes that create them at
 * once all get the same. `platform.pub.pem` beside them is what cities are given.
 * @throws ShuyuanError `exchange.key_unreadable`, `exchange.key_exposed`
 */
export async function platformKeys(folder: string): Promise<PlatformKeys> {
  const keys = await signingKeys(folder, 'platform')
  const path = join(folder, 'join-hash.key')
  await createOnce(path, () => randomBytes(32).toString('hex'), 0o600)
  const text = (await readSecret(path)).trim()
  if (!/^[0-9a-f]{64}$/.test(text)) throw new ShuyuanError('exchange.key_unreadable', { path })
  const master = Buffer.from(text, 'hex')
  return {
    ...keys,
    hashKeyFor: (city) => createHmac('sha256', master).update(`shuyuan.join/1 ${city}`).digest(),
  }
}

/** A city's own pair in `folder` (`city.pem`, `city.pub.pem`), created on first use: it signs receipts. */
export function cityKeys(folder: string): Promise<SigningKeys> {
  return signingKeys(folder, 'city')
}

/** Reads a public key in PEM, as the platform hands it out. @throws ShuyuanError `exchange.key_unreadable` */
export async function readPublicKey(path: string): Promise<KeyObject> {
  try {
    return ed25519(createPublicKey(await readFile(path, 'utf8')))
  } catch {
    throw new ShuyuanError('exchange.key_unreadable', { path })
  }
}

/** The name of a public key. */
export function keyIdOf(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 32)
}

/** Ed25519 over `text`, in lower-case hex. */
export function signText(keys: SigningKeys, text: string): string {
  return sign(null, Buffer.from(text), keys.privateKey).toString('hex')
}

export function isSigned(key: KeyObject, text: string, signature: string): boolean {
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'hex'))
}

async function signingKeys(folder: string, name: string): Promise<SigningKeys> {
  const path = join(folder, `${name}.pem`)
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await createOnce(path, newPrivateKey, 0o600)
  const privateKey = parsePrivateKey(await readSecret(path), path)
  const publicKey = createPublicKey(privateKey)
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  await createOnce(join(folder, `${name}.pub.pem`), () => pem, 0o644)
  return { privateKey, publicKey, keyId: keyIdOf(publicKey) }
}

function newPrivateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

function parsePrivateKey(text: string, path: string): KeyObject {
  try {
    return ed25519(createPrivateKey(text))
  } catch {
    throw new ShuyuanError('exchange.key_unreadable', { path })
  }
}

function ed25519(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('not an Ed25519 key')
  return key
}

async function readSecret(path: string): Promise<string> {
  const { mode } = await lstat(path)
  if ((mode & 0o077) !== 0) throw new ShuyuanError('exchange.key_exposed', { path })
  return readFile(path, 'utf8')
}

/** Writes the file unless it is there: whole or not at all, and the first of several processes wins. */
async function createOnce(path: string, content: () => string, mode: number): Promise<void> {
  if (await lstat(path).catch(() => undefined)) return
  const temporary = `${path}.${randomUUID()}`
  await writeFile(temporary, content(), { mode, flag: 'wx', flush: true })
  try {
    await link(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(temporary, { force: true })
  }
}
