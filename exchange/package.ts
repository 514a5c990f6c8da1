import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { ShuyuanError } from '../core/errors.ts'
import { syncFolder } from '../core/files.ts'
import { sha256 } from '../core/hash.ts'
import { isAbandoned, ownName } from '../core/process.ts'
import type { Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { withTemporaryTables } from '../warehouse/engine/temporary.ts'
import type { SignedHead } from './audit_head.ts'
import { describeColumn, dictionaryCsv } from './dictionary.ts'
import { digestOf, digestTable } from './digest.ts'
import { DISPUTED, disputedLabel } from './disputed.ts'
import { type Entitlement, isEntitlement } from './entitle.ts'
import type { PlatformKeys } from './keys.ts'
import {
  DICTIONARY,
  FORMAT,
  MANIFEST,
  type Manifest,
  type ManifestBody,
  manifestSchema,
  manifestText,
  type PackageKind,
  packageIdOf,
  signManifest,
} from './manifest.ts'
import { CHANGE, projectChanges, projectFull } from './project.ts'
import { readBack } from './readback.ts'
import { shapeOf } from './shape.ts'
import { verifyPackage } from './verify.ts'
import { type Staged, type WrittenFile, writeCsv, writeParquet, writeText } from './write.ts'
import './locale.ts'

export interface PackageOrder {
  entitlement: Entitlement
  /** full: the golden rows of the release. incremental: `incrementalRows` since the previous package's release. */
  rows: Relation
  release: { foundation: string; number: number; createdAt: Date }
  kind: PackageKind
  sequence: number
  /** `sha256` of the package before. */
  previous?: string
  /** The end of the audit log. The same whenever the order is carried out again, since it is part of the manifest. */
  audit?: SignedHead | undefined
  keys: PlatformKeys
  /** The city's folder; the package becomes a folder in it. */
  outDir: string
}

export interface BuiltPackage {
  packageId: string
  path: string
  /** SHA-256 of manifest.json, which holds the hashes of everything else. */
  sha256: string
  rows: number
  changes: { inserted: number; updated: number; deleted: number }
  bytes: number
  /** Release that the package holds: an older one than ordered if the package was already out. */
  release: number
  kind: PackageKind
  /** What later incremental packages must share (`shapeOfEntitlement`), else the next one must be full. */
  shape: string
  /** The folder was there already, from a run that was broken off: nothing was written. */
  existing: boolean
  /** Every file, the manifest last. */
  files: { name: string; bytes: number; sha256: string }[]
}

/**
 * Builds a signed package and releases it by renaming its folder, after every value was read back. The same
 * order gives the same bytes. A sequence number that is already out is never replaced: the released package is
 * verified and returned.
 * @throws ShuyuanError `exchange.not_entitled`, `exchange.full_only`, `exchange.readback_differs`, errors of
 *   `verifyPackage` about a folder that stands in the way, `engine.*`
 */
export async function buildPackage(session: Session, order: PackageOrder): Promise<BuiltPackage> {
  checkOrder(order)
  const there = async (name: string) => {
    const path = join(order.outDir, name)
    return (await stat(path).catch(() => undefined)) && path
  }
  return (await findPackage(order, there)) ?? release(session, order)
}

/**
 * The package of an order that is already out, verified: it is never replaced, whatever would be made today. `fetch`
 * gives the folder of a package by its name.
 * @throws ShuyuanError of `verifyPackage`
 */
export async function findPackage(
  { entitlement, sequence, keys }: Pick<PackageOrder, 'entitlement' | 'sequence' | 'keys'>,
  fetch: (name: string) => Promise<string | undefined>,
): Promise<BuiltPackage | undefined> {
  for (const kind of ['full', 'incremental'] as const) {
    const path = await fetch(packageIdOf(entitlement.request.id, sequence, kind))
    if (!path) continue
    const verified = await verifyPackage(path, keys.publicKey, entitlement.city)
    return built(path, verified.manifest, verified.sha256, true)
  }
  return undefined
}

/** Fills a folder of this process's own and renames it: a package is there whole or not at all. */
async function release(session: Session, order: PackageOrder): Promise<BuiltPackage> {
  const path = join(order.outDir, packageIdOf(order.entitlement.request.id, order.sequence, order.kind))
  await clearAbandoned(order.outDir)
  const staging = join(order.outDir, ownName('.building'))
  await mkdir(staging, { recursive: true })
  try {
    const text = await fill(session, order, staging)
    await syncFolder(staging)
    await rename(staging, path)
    await syncFolder(order.outDir)
    return built(path, manifestSchema.parse(JSON.parse(text)), sha256(text), false)
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

/** Half-built packages of processes that were killed hold personal data: they go. */
async function clearAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    if (name.startsWith('.building~') && isAbandoned(name))
      await rm(join(folder, name), { recursive: true, force: true })
  }
}

function checkOrder({ entitlement, release, kind }: PackageOrder): void {
  const { request } = entitlement
  if (!isEntitlement(entitlement) || release.foundation !== request.foundation) {
    throw new ShuyuanError('exchange.not_entitled', { request: request.id, foundation: release.foundation })
  }
  if (kind === 'incremental' && (!entitlement.keyed || request.delivery === 'full')) {
    throw new ShuyuanError('exchange.full_only', { request: request.id })
  }
}

function built(path: string, manifest: Manifest, digest: string, existing: boolean): BuiltPackage {
  const own = { name: MANIFEST, bytes: Buffer.byteLength(manifestText(manifest)), sha256: digest }
  return {
    packageId: manifest.package,
    path,
    sha256: digest,
    rows: manifest.rows,
    changes: manifest.changes,
    bytes: manifest.files.reduce((sum, file) => sum + file.bytes, 0),
    release: manifest.release,
    kind: manifest.kind,
    shape: shapeOf(manifest),
    existing,
    files: [...manifest.files, own],
  }
}

async function fill(session: Session, order: PackageOrder, folder: string): Promise<string> {
  const { entitlement, kind } = order
  const hashKey = order.keys.hashKeyFor(entitlement.city)
  const project = kind === 'full' ? projectFull : projectChanges
  return withTemporaryTables(session, 'package', async (tables) => {
    const table = await tables.create('rows', project(entitlement, order.rows, hashKey))
    const columns = [
      ...(kind === 'incremental' ? [{ name: CHANGE, type: 'text' as const }] : []),
      ...entitlement.columns.map((column) => ({ name: column.name, type: column.type })),
      { name: DISPUTED, type: 'text' as const },
    ]
    return write(session, order, folder, { table, columns })
  })
}

async function write(session: Session, order: PackageOrder, folder: string, staged: Staged): Promise<string> {
  const { entitlement } = order
  const digests = await digestTable(session, staged.table, staged.columns)
  const counts = await count(session, order, staged)
  const columns = entitlement.columns.map((column) => describeColumn(column, digestOf(digests, column.name)))
  const files: WrittenFile[] = [await writeText(folder, DICTIONARY, dictionaryCsv(columns))]
  if (entitlement.request.format.includes('parquet')) {
    files.push(await writeParquet(session, staged, folder))
    await readBack(join(folder, 'data.parquet'), {
      package: packageIdOf(entitlement.request.id, order.sequence, order.kind),
      rows: counts.rows,
      columns: staged.columns.map((column) => ({ ...column, digest: digestOf(digests, column.name) })),
    })
  }
  if (entitlement.request.format.includes('csv')) files.push(await writeCsv(session, staged, folder))
  files.sort((a, b) => (a.name < b.name ? -1 : 1))
  const disputed = { label: disputedLabel, digest: digestOf(digests, DISPUTED) }
  const changeDigest = digests[CHANGE] ?? null
  const body = { ...bodyOf(order), ...counts, columns, disputed, files, changeDigest }
  const text = signManifest(body, order.keys)
  await writeFile(join(folder, MANIFEST), text, { flush: true })
  return text
}

async function count(session: Session, { kind }: PackageOrder, { table }: Staged) {
  const of = (code: string) =>
    kind === 'full' ? sql`0` : sql`count(*) FILTER (${sql.ref(CHANGE)} = ${sql.lit(code)})`
  const [row] = await session.rows<Record<'rows' | 'inserted' | 'updated' | 'deleted', number | bigint>>(sql`
    SELECT count(*) AS rows, ${of('I')} AS inserted, ${of('U')} AS updated, ${of('D')} AS deleted FROM ${table}`)
  const changes = {
    inserted: Number(row?.inserted),
    updated: Number(row?.updated),
    deleted: Number(row?.deleted),
  }
  return { rows: Number(row?.rows), changes }
}

function bodyOf(
  order: PackageOrder,
): Omit<ManifestBody, 'rows' | 'changes' | 'columns' | 'disputed' | 'files' | 'changeDigest'> {
  const { entitlement, release, kind, sequence, keys } = order
  const { request, foundation } = entitlement
  return {
    format: FORMAT,
    package: packageIdOf(request.id, sequence, kind),
    request: request.id,
    city: entitlement.city,
    cityName: entitlement.cityName,
    foundation: foundation.id,
    foundationName: foundation.name,
    release: release.number,
    releasedAt: release.createdAt.toISOString(),
    kind,
    sequence,
    previous: order.previous ?? null,
    purpose: request.purpose,
    legalBasis: request.legalBasis,
    approval: request.approval?.reference ?? '',
    divisions: [...request.divisions].sort(),
    key: entitlement.keyed ? entitlement.key : null,
    keyId: keys.keyId,
    ...(order.audit && { audit: order.audit }),
  }
}
