import type { KeyObject } from 'node:crypto'
import { lstat, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ShuyuanError } from '../core/errors.ts'
import { sha256, sha256File } from '../core/hash.ts'
import { keyIdOf } from './keys.ts'
import {
  fileColumns,
  fileNames,
  isManifestSigned,
  MANIFEST,
  type Manifest,
  manifestSchema,
  manifestText,
  RECEIPT,
} from './manifest.ts'
import { readBack } from './readback.ts'
import './locale.ts'

export interface VerifiedPackage {
  folder: string
  manifest: Manifest
  /** SHA-256 of manifest.json. */
  sha256: string
}

const MAX_MANIFEST = 16 * 1024 * 1024

/**
 * Proves that the package in `folder` is whole, unchanged, made by the holder of `publicKey` and, where `city`
 * is given, meant for that city. Every value of data.parquet is read. Nothing in the folder is trusted before
 * the signature holds; a `receipt.json` beside the files is allowed.
 * @throws ShuyuanError `exchange.package_missing`, `manifest_invalid`, `package_path`, `unsigned`,
 *   `signature_invalid`, `wrong_city`, `file_missing`, `file_extra`, `file_changed`, `schema_mismatch`,
 *   `readback_differs`, `readback_failed` (all of room `exchange`)
 */
export async function verifyPackage(
  folder: string,
  publicKey: KeyObject,
  city?: string,
): Promise<VerifiedPackage> {
  const text = await readManifest(folder)
  const manifest = parse(folder, text)
  if (manifest.keyId !== keyIdOf(publicKey) || !isManifestSigned(manifest, publicKey)) {
    throw new ShuyuanError('exchange.signature_invalid', {
      folder,
      key: manifest.keyId,
      trusted: keyIdOf(publicKey),
    })
  }
  if (text !== manifestText(manifest))
    throw new ShuyuanError('exchange.manifest_invalid', { folder, reason: 'canonical' })
  if (city && manifest.city !== city) {
    throw new ShuyuanError('exchange.wrong_city', {
      package: manifest.package,
      city: manifest.city,
      own: city,
    })
  }
  await checkFiles(folder, manifest)
  if (manifest.files.some((file) => file.name === 'data.parquet')) {
    await readBack(join(folder, 'data.parquet'), expectedOf(manifest))
  }
  return { folder, manifest, sha256: sha256(text) }
}

async function readManifest(folder: string): Promise<string> {
  const path = join(folder, MANIFEST)
  const found = await lstat(path).catch(() => undefined)
  if (!found) throw new ShuyuanError('exchange.package_missing', { folder })
  if (!found.isFile() || found.size > MAX_MANIFEST) {
    throw new ShuyuanError('exchange.manifest_invalid', { folder, reason: 'file' })
  }
  return readFile(path, 'utf8')
}

function parse(folder: string, text: string): Manifest {
  const value = json(folder, text)
  if (typeof value !== 'object' || value === null) {
    throw new ShuyuanError('exchange.manifest_invalid', { folder, reason: 'object' })
  }
  checkNames(folder, 'files' in value ? value.files : undefined)
  if (!('signature' in value)) throw new ShuyuanError('exchange.unsigned', { folder })
  const parsed = manifestSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const reason = issue?.path.join('.') || issue?.message
  throw new ShuyuanError('exchange.manifest_invalid', { folder, reason })
}

function json(folder: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new ShuyuanError('exchange.manifest_invalid', { folder, reason: 'JSON' })
  }
}

/** A name that could lead out of the folder is an attack, and is called one. */
function checkNames(folder: string, files: unknown): void {
  if (!Array.isArray(files)) return
  const known: readonly string[] = fileNames
  for (const file of files as unknown[]) {
    const name = (file as { name?: unknown } | null)?.name
    if (typeof name !== 'string' || !known.includes(name)) {
      throw new ShuyuanError('exchange.package_path', {
        folder,
        name: String(JSON.stringify(name)).slice(0, 80),
      })
    }
  }
}

async function checkFiles(folder: string, manifest: Manifest): Promise<void> {
  const fields = { package: manifest.package }
  const listed = new Map(manifest.files.map((file) => [file.name as string, file]))
  for (const name of await readdir(folder)) {
    if (name === MANIFEST || name === RECEIPT || listed.has(name)) continue
    throw new ShuyuanError('exchange.file_extra', { ...fields, file: JSON.stringify(name).slice(0, 80) })
  }
  for (const file of manifest.files) {
    const path = join(folder, file.name)
    const found = await lstat(path).catch(() => undefined)
    if (!found) throw new ShuyuanError('exchange.file_missing', { ...fields, file: file.name })
    if (!found.isFile() || found.size !== file.bytes || (await sha256File(path)) !== file.sha256) {
      throw new ShuyuanError('exchange.file_changed', { ...fields, file: file.name })
    }
  }
}

function expectedOf(manifest: Manifest) {
  return { package: manifest.package, rows: manifest.rows, columns: fileColumns(manifest) }
}

/** The data file that a receiver loads: Parquet where the package has it, else CSV. */
export function dataFileOf(manifest: Manifest): 'data.parquet' | 'data.csv' {
  const names = manifest.files.map((file) => file.name)
  return names.includes('data.parquet') ? 'data.parquet' : 'data.csv'
}
