import { readFile } from 'node:fs/promises'
import type { Context } from 'hono'
import type { Platform } from '../../../pipelines/platform.ts'
import { SHEET_TYPE, withFile } from './body.ts'

/** Answers with a workbook that `write` makes. */
export function sheetResponse(
  platform: Platform,
  c: Context,
  status: 200 | 422,
  write: (path: string) => Promise<unknown>,
): Promise<Response> {
  return withFile(platform, async (path) => {
    await write(path)
    return c.body(new Uint8Array(await readFile(path)), status, { 'Content-Type': SHEET_TYPE })
  })
}
