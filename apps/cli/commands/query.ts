import { ShuyuanError } from '../../../core/errors.ts'
import { openPublished } from '../../../pipelines/published.ts'
import { record } from '../../../pipelines/record.ts'
import { positive } from '../arguments.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { renderTable } from '../table.ts'
import { open } from '../wiring.ts'

/**
 * Runs one read-only statement over the published versions. Values of grade L3 and L4 are masked; with `--show` they are
 * whole, and the audit log keeps who read which columns of how many rows, before the first is printed.
 */
export async function query(
  io: Io,
  options: { limit: string; show?: boolean },
  statement: string,
): Promise<Exit> {
  const limit = positive(options.limit)
  if (statement.trim() === '') throw new ShuyuanError('cli.empty_query')
  const opened = await open(io.settings)
  try {
    const published = await openPublished(opened.platform, { masked: !options.show })
    try {
      const { columns, rows, more, hidden } = await published.select(statement, limit)
      if (options.show && hidden.length > 0)
        await record(opened.platform, 'query', 'published', { columns: hidden.join(' '), rows: rows.length })
      io.answer(rows)
      const cells = rows.map((row) => columns.map((column) => show(row[column])))
      for (const line of renderTable(columns, cells)) io.say(line)
      if (!options.show && hidden.length > 0) io.say(io.text('query.masked'))
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
