import { sql } from 'kysely'
import type { Session } from '../../warehouse/engine/session.ts'
import type { Profile, ProfileInput } from './model.ts'
import type { ValueCounts } from './values.ts'

/** Share of the rows in which either of two fields is empty, from which on they are said to be empty together. */
const TOGETHER = 0.95
const MOST_PAIRS = 20
/** Shapes that are looked at: the most frequent, which hold nearly all rows. */
const MOST_SHAPES = 5000

type Shape = { shape: string; n: number }

/** What concerns several fields at once: the rows, fields that are empty together, the order of dates. */
export async function shapesOf(
  session: Session,
  counts: ValueCounts,
  { fields, datePairs = [] }: ProfileInput,
): Promise<Pick<Profile, 'rows' | 'emptyTogether' | 'orders'>> {
  const shapes = await session.rows<Shape>(
    sql`select shape, n::double as n from ${counts.shapes} order by n desc, shape limit ${sql.lit(MOST_SHAPES)}`,
  )
  const [total] = await session.rows<{ rows: number }>(
    sql`select coalesce(sum(n), 0)::double as rows from ${counts.shapes}`,
  )
  const orders = await Promise.all(
    datePairs.map(async ([earlier, later], at) => {
      const sign = sql`substr(shape, ${sql.lit(fields.length + at + 1)}, 1)`
      const [found] = await session.rows<{ before: number; same: number; after: number }>(sql`select
        coalesce(sum(n) filter (${sign} = '<'), 0)::double as before, coalesce(sum(n) filter (${sign} = '='), 0)::double as same,
        coalesce(sum(n) filter (${sign} = '>'), 0)::double as after from ${counts.shapes}`)
      return { earlier, later, ...(found ?? { before: 0, same: 0, after: 0 }) }
    }),
  )
  return {
    rows: total?.rows ?? 0,
    emptyTogether: emptyTogether(
      shapes,
      fields.map(({ id }) => id),
    ),
    orders: orders.filter(({ before, same, after }) => before + same + after > 0),
  }
}

/** Pairs of fields; those that are always or never empty tell nothing. */
function emptyTogether(shapes: Shape[], fields: string[]): Profile['emptyTogether'] {
  const rows = shapes.reduce((sum, { n }) => sum + n, 0)
  const count = (test: (shape: string) => boolean) =>
    shapes.reduce((sum, { shape, n }) => (test(shape) ? sum + n : sum), 0)
  const empty = fields.map((_, at) => count((shape) => shape[at] === '0'))
  const telling = fields.flatMap((_, at) => {
    const times = empty[at] ?? 0
    return times > 0 && times < rows ? [at] : []
  })
  const pairs = telling.flatMap((one, index) =>
    telling.slice(index + 1).flatMap((other) => {
      const both = count((shape) => shape[one] === '0' && shape[other] === '0')
      const share = both / ((empty[one] ?? 0) + (empty[other] ?? 0) - both)
      const names: [string, string] = [fields[one] ?? '', fields[other] ?? '']
      return share >= TOGETHER ? [{ fields: names, rows: both, share }] : []
    }),
  )
  return pairs.sort((a, b) => b.rows - a.rows || b.share - a.share).slice(0, MOST_PAIRS)
}

/** Records that occur more than once in an extract. */
export async function repeatedOf(session: Session, counts: ValueCounts): Promise<Profile['repeated']> {
  if (!counts.records) return null
  const [found] = await session.rows<{ records: number; rows: number }>(sql`select
    (count(*) filter (n > 1))::double as records, coalesce(sum(n - 1) filter (n > 1), 0)::double as rows
    from ${counts.records}`)
  return found ?? { records: 0, rows: 0 }
}
