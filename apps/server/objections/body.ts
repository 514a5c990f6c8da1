import { randomUUID } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from 'hono'
import type { ZodType } from 'zod'
import { ShuyuanError } from '../../../core/errors.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { refuseUnreadableIn } from '../characters.ts'
import '../locale.ts'

export const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The JSON body in its shape. @throws ShuyuanError `http.json_type`, `http.malformed` naming the places */
export async function jsonBody<T>(c: Context, schema: ZodType<T>): Promise<T> {
  if (typeOf(c) !== 'application/json') throw new ShuyuanError('http.json_type')
  const body: unknown = await c.req.json().catch(() => undefined)
  refuseUnreadableIn(body)
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const places = parsed.error.issues.map(({ path, code }) => `${path.map(String).join('.') || '-'} (${code})`)
  throw new ShuyuanError('http.malformed', { places: [...new Set(places)].slice(0, 10).join(', ') })
}

/** Keeps the workbook that was sent for as long as `work` takes. @throws ShuyuanError `http.sheet_type` */
export async function withSheet<T>(
  platform: Platform,
  c: Context,
  work: (file: { path: string; fileName: string }) => Promise<T>,
): Promise<T> {
  if (typeOf(c) !== SHEET_TYPE) throw new ShuyuanError('http.sheet_type', { type: SHEET_TYPE })
  return withFile(platform, async (path) => {
    await writeFile(path, new Uint8Array(await c.req.arrayBuffer()), { mode: 0o600, flag: 'wx' })
    return work({ path, fileName: 'upload.xlsx' })
  })
}

/** A path for a workbook, which is removed in the end. */
export async function withFile<T>(platform: Platform, work: (path: string) => Promise<T>): Promise<T> {
  await mkdir(platform.paths.spill, { recursive: true })
  const path = join(platform.paths.spill, `sheet-${randomUUID()}.xlsx`)
  try {
    return await work(path)
  } finally {
    await rm(path, { force: true })
  }
}

/** @throws ShuyuanError `http.bad_key` */
export function idempotencyKey(c: Context): string {
  const key = c.req.header('idempotency-key') ?? ''
  if (key.length < 1 || key.length > 200) throw new ShuyuanError('http.bad_key')
  return key
}

function typeOf(c: Context): string {
  return (c.req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
}
