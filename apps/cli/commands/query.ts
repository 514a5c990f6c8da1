import { ShuyuanError } from '../../../core/errors.ts'
import { openPublished } from '../../../pipelines/published.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { renderTable } from '../table.ts'
import { open } from '../wiring.ts'

/** Runs one read-only statement over the published versions. */
export async function query(io: Io, options: { limit: string }, statement: string): Promise<Exit> {
  const limit = Number(options.limit)
  if (!Number.isInteger(limit) || limit < 1) throw new ShuyuanError('cli.bad_limit', { value: options.limit })
  const opened = await open(io.settings)
  try {
    const published = await openPublished(opened.platform)
    try {
      const { columns, rows, more } = await published.select(statement, limit)
      io.answer(rows)
      const cells = rows.map((row) => columns.map((column) => show(row[column])))
      for (const line of renderTable(columns, cells)) io.say(line)
      if (more) io.say(io.text('query.more', { limit }))
      return exit.ok
    } finally {
      published.close()
    }
  } finally {
    await opened.close()
  }
}

function show(value: unknown): string | number {
  if (value === null || value === undefined) return '∅'
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'number') return value
  if (value instanceof Date) return value.toISOString().replace('T00:00:00.000Z', '')
  return typeof value === 'object'
    ? JSON.stringify(value, (_key, item: unknown) => (typeof item === 'bigint' ? Number(item) : item))
    : String(value)
}
