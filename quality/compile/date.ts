import { type RawBuilder, sql } from 'kysely'
import { helper } from '../normalise/level.ts'
import { dayAfter, type Judging } from './judging.ts'

/** Something was received that could not be read as the field's type. */
export function unreadable(field: string): RawBuilder<unknown> {
  return sql`${sql.id(field)} is null and ${helper(field, 'text')} is not null`
}

/** Later than the day after the extract's. Instants are compared by their day in China. */
export function futureBad(field: string, type: 'date' | 'datetime', judging: Judging): RawBuilder<unknown> {
  if (type === 'date') return sql`${sql.id(field)} > ${dayAfter(judging)}`
  return sql`epoch_us(${sql.id(field)}) >= epoch_us(${dayAfter(judging)}::timestamp) + 57600000000`
}
