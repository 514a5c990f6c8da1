import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { elementTypes, gradings } from '../catalog/element.ts'
import { maskIds } from '../catalog/masks.ts'
import { elementIdSchema, idSchema, nameSchema } from '../catalog/names.ts'
import { canonicalJson } from '../core/hash.ts'
import { signedHeadSchema } from './audit_head.ts'
import { DISPUTED } from './disputed.ts'
import { isSigned, type SigningKeys, signText } from './keys.ts'
import { type OutputType, outputTypes } from './masks.ts'
import { CHANGE } from './project.ts'

/**
 * What packages are written in. Those of format 1, which have no `_disputed`, and of format 2, which have no head of the
 * audit log, are still read.
 */
export const FORMAT = 'shuyuan.package/3'
const formats = ['shuyuan.package/1', 'shuyuan.package/2', FORMAT] as const
export const MANIFEST = 'manifest.json'
export const RECEIPT = 'receipt.json'
export const DICTIONARY = 'dictionary.csv'
/** Files that a package may hold besides its manifest. A name is one of these or refused: no path ever. */
export const fileNames = ['data.parquet', 'data.csv', DICTIONARY] as const

const hexSchema = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))
const countSchema = z.number().int().nonnegative()

/** One column with its dictionary entry. `digest` covers its values in row order (see digest.ts). */
export const columnSchema = z.strictObject({
  name: idSchema,
  label: nameSchema,
  type: z.enum(outputTypes),
  element: elementIdSchema,
  elementType: z.enum(elementTypes),
  standard: z.string().optional(),
  unit: z.string().optional(),
  maxLength: z.number().int().optional(),
  grading: z.enum(gradings),
  mask: z.enum(maskIds),
  clearLegalBasis: z.string().optional(),
  codeTable: z
    .strictObject({ id: z.string(), standard: z.string(), codes: z.record(z.string(), z.string()) })
    .optional(),
  digest: hexSchema(32),
})

const bodySchema = z.strictObject({
  format: z.enum(formats),
  package: z.string().regex(/^[a-z][a-z0-9_]{0,62}-\d{6,}-(full|incr)$/),
  request: idSchema,
  city: z.string().regex(/^\d{6}$/),
  cityName: z.string(),
  foundation: idSchema,
  foundationName: nameSchema,
  release: z.number().int().positive(),
  releasedAt: z.iso.datetime(),
  kind: z.enum(['full', 'incremental']),
  sequence: z.number().int().positive(),
  /** SHA-256 of the manifest of the package before; null for the first. */
  previous: hexSchema(32).nullable(),
  purpose: z.string(),
  legalBasis: z.string(),
  approval: z.string(),
  divisions: z.array(z.string().regex(/^\d{6}$/)),
  /** Column that identifies a row; null when the request's key is masked or absent. */
  key: idSchema.nullable(),
  columns: z.array(columnSchema).min(1),
  /** The column `_disputed`, the last one: what it is called, and the digest of its values. */
  disputed: z.strictObject({ label: nameSchema, digest: hexSchema(32) }).optional(),
  rows: countSchema,
  changes: z.strictObject({ inserted: countSchema, updated: countSchema, deleted: countSchema }),
  changeDigest: hexSchema(32).nullable(),
  files: z
    .array(z.strictObject({ name: z.enum(fileNames), bytes: countSchema, sha256: hexSchema(32) }))
    .min(1),
  keyId: hexSchema(16),
  /** The end of the platform's audit log before the package was begun (see audit_head.ts). */
  audit: signedHeadSchema.optional(),
})

export const manifestSchema = bodySchema
  .extend({ signature: hexSchema(64) })
  .refine((value) => value.package === packageIdOf(value.request, value.sequence, value.kind), 'package id')
  .refine((value) => (value.format !== 'shuyuan.package/1') === (value.disputed !== undefined), 'disputed')
  .refine((value) => value.format === FORMAT || value.audit === undefined, 'audit')
  .refine((value) => isUnique(value.columns.map((column) => column.name)), 'column names')
  .refine((value) => isUnique(value.files.map((file) => file.name)), 'file names')
  .refine((value) => !value.key || value.columns.some((column) => column.name === value.key), 'key')
  .refine((value) => (value.kind === 'full') === (value.changeDigest === null), 'changes')
  .refine((value) => value.kind === 'full' || value.key !== null, 'incremental without key')
  .refine((value) => value.files.some((file) => file.name !== DICTIONARY), 'no data file')
export type Manifest = z.infer<typeof manifestSchema>
export type ManifestBody = z.infer<typeof bodySchema>
export type ManifestColumn = z.infer<typeof columnSchema>
export type PackageKind = ManifestBody['kind']

/** `<request>-<sequence>-<full|incr>`: the package's id and folder name. */
export function packageIdOf(request: string, sequence: number, kind: PackageKind): string {
  return `${request}-${String(sequence).padStart(6, '0')}-${kind === 'full' ? 'full' : 'incr'}`
}

/** The columns that the city's table has, in order, with what they are called. */
export function tableColumns({ columns, disputed }: Manifest): DescribedColumn[] {
  const described = columns.map(({ name, type, label, digest }) => ({ name, type, label, digest }))
  return disputed ? [...described, { name: DISPUTED, type: 'text', ...disputed }] : described
}

/** The columns of the package's files: `_change` first where it is incremental, then those of the table. */
export function fileColumns(manifest: Manifest): Omit<DescribedColumn, 'label'>[] {
  const { changeDigest } = manifest
  const columns = tableColumns(manifest).map(({ label: _, ...column }) => column)
  return changeDigest ? [{ name: CHANGE, type: 'text', digest: changeDigest }, ...columns] : columns
}

export interface DescribedColumn {
  name: string
  type: OutputType
  label: ManifestColumn['label']
  digest: string
}

/** Signs the body; the text is the exact content of `manifest.json`. */
export function signManifest(body: ManifestBody, keys: SigningKeys): string {
  return manifestText({ ...body, signature: signText(keys, signedText(body)) })
}

/** The one way to write a manifest: canonical JSON, so that any changed byte is seen. */
export function manifestText(manifest: Manifest): string {
  return `${canonicalJson(manifest)}\n`
}

export function isManifestSigned(manifest: Manifest, key: KeyObject): boolean {
  const { signature, ...body } = manifest
  return isSigned(key, signedText(body), signature)
}

function signedText(body: ManifestBody): string {
  return `${body.format}\n${canonicalJson(body)}`
}

function isUnique(names: readonly string[]): boolean {
  return new Set(names).size === names.length
}
