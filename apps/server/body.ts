import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from 'hono'
import type { ZodType } from 'zod'
import { type ErrorCode, ShuyuanError } from '../../core/errors.ts'
import type { Platform } from '../../pipelines/platform.ts'
import { refuseUnreadableIn } from './characters.ts'
import './locale.ts'

export const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A body that a route takes: how it is read, and what is refused of it. */
export interface Body<B> {
  mostBytes: number
  /** Default: `http.too_large`; another one's code is among the refusals. */
  tooLarge?(): ShuyuanError
  /** Of the OpenAPI document, by media type. */
  content: Record<string, { schema: ZodType | { type: 'string'; format?: 'binary' } }>
  refusals: ErrorCode[]
  /** Hands it on for as long as `use` takes. */
  read<T>(c: Context, platform: Platform, use: (body: B) => Promise<T>): Promise<T>
}

/** JSON as `schema` has it. */
export function jsonBody<B>(schema: ZodType<B>): Body<B> {
  return {
    mostBytes: 64 << 10,
    content: { 'application/json': { schema } },
    refusals: ['http.json_type', 'http.malformed'],
    read: async (c, _platform, use) => use(await readJson(c, schema)),
  }
}

/** A workbook, in a file that is removed in the end. */
export const sheetBody: Body<{ path: string; fileName: string }> = {
  mostBytes: 20 << 20,
  content: { [SHEET_TYPE]: { schema: { type: 'string', format: 'binary' } } },
  refusals: ['http.sheet_type', 'connectors.sheet_unreadable'],
  read: (c, platform, use) => {
    if (typeOf(c) !== SHEET_TYPE) throw new ShuyuanError('http.sheet_type', { type: SHEET_TYPE })
    return withFile(platform, async (path) => {
      await writeFile(path, new Uint8Array(await c.req.arrayBuffer()), { mode: 0o600, flag: 'wx' })
      return use({ path, fileName: 'upload.xlsx' })
    })
  },
}

/** The workbook that `write` makes. */
export function workbook(
  platform: Platform,
  write: (path: string) => Promise<unknown>,
): Promise<Uint8Array<ArrayBuffer>> {
  return withFile(platform, async (path) => {
    await write(path)
    return new Uint8Array(await readFile(path))
  })
}

/** @throws ShuyuanError `http.json_type`, `http.malformed` naming the places */
async function readJson<B>(c: Context, schema: ZodType<B>): Promise<B> {
  if (typeOf(c) !== 'application/json') throw new ShuyuanError('http.json_type')
  const body: unknown = await c.req.json().catch(() => undefined)
  refuseUnreadableIn(body)
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map(({ path, code }) => `${path.map(String).join('.') || '-'} (${code})`)
  throw new ShuyuanError('http.malformed', { places: [...new Set(places)].slice(0, 10).join(', ') })
}

/** A path for a workbook, which is removed in the end. */
async function withFile<T>(platform: Platform, work: (path: string) => Promise<T>): Promise<T> {
  await mkdir(platform.paths.spill, { recursive: true })
  const path = join(platform.paths.spill, `sheet-${randomUUID()}.xlsx`)
  try {
    return await work(path)
  } finally {
    await rm(path, { force: true })
  }
}

function typeOf(c: Context): string {
  return (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}
