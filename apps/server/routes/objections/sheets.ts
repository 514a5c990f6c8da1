import { z } from '@hono/zod-openapi'
import { type Locale, locales } from '../../../../core/locale.ts'
import { writeResult } from '../../../../governance/objections/result_sheet.ts'
import type { Platform } from '../../../../pipelines/platform.ts'
import { sheet } from '../../answers.ts'
import { workbook } from '../../body.ts'
import { refusedRows } from '../../problem.ts'

/** The language of a sheet; default: the sender's. */
export const languageSchema = z.enum(locales).optional()

export const resultSchema = z
  .enum(['xlsx'])
  .optional()
  .openapi({ description: 'what is wrong as a workbook, not as JSON' })

/** The answer to a sheet with rows that are wrong, where `result=xlsx` was asked for. */
export const resultAnswer = sheet({ 'zh-CN': '逐行结果（result=xlsx）', en: 'what is wrong (result=xlsx)' })

interface Asked {
  platform: Platform
  locale: Locale
  query: { result?: 'xlsx' | undefined }
}

/** What `work` answers; the rows that it refuses as a workbook, where that was asked for. */
export async function withResult<const R>({ platform, locale, query }: Asked, work: () => Promise<R>) {
  try {
    return await work()
  } catch (error) {
    const faults = query.result && refusedRows(error)
    if (!faults) throw error
    const body = await workbook(platform, (path) => writeResult(path, faults, locale))
    return { status: 422 as const, body }
  }
}
