import { sql } from 'kysely'
import type { Expression } from '../../warehouse/engine/relation.ts'
import type { ValueKind } from './model.ts'

/** A day in one of the forms that departments write; NULL where the value is none. */
export function writtenDay(value: Expression): Expression {
  const iso = sql`case when regexp_full_match(${value}, '[0-9]{4}-[0-9]{2}-[0-9]{2}([ T].*)?') then try_cast(left(${value}, 10) as date) end`
  const plain = sql`case when regexp_full_match(${value}, '[0-9]{8}') then try_strptime(${value}, '%Y%m%d')::date end`
  const slashes = sql`case when regexp_full_match(${value}, '[0-9]{4}[/.][0-9]{1,2}[/.][0-9]{1,2}') then try_strptime(replace(${value}, '.', '/'), '%Y/%m/%d')::date end`
  const chinese = sql`case when regexp_full_match(${value}, '[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日') then try_strptime(${value}, '%Y年%m月%d日')::date end`
  return sql`coalesce(${iso}, ${plain}, ${slashes}, ${chinese})`
}

/** A plain decimal number; NULL where the value is none. */
export function numberOf(value: Expression): Expression {
  return sql`case when regexp_full_match(${value}, '[+-]?[0-9]{1,18}([.][0-9]{1,18})?') then try_cast(${value} as double) end`
}

/** True of a value that has the form of the kind; `day` is its `dayOf`. A value may have several. */
export function hasKind(kind: Exclude<ValueKind, 'text'>, value: Expression, day: Expression): Expression {
  switch (kind) {
    case 'date':
      return sql`(strlen(${value}) < 18 and not contains(${value}, ':') and ${day} is not null)`
    case 'datetime':
      return sql`(contains(${value}, ':') and ${day} is not null)`
    case 'identity':
      return sql`regexp_full_match(${value}, '[0-9]{17}[0-9Xx]|[0-9A-Z]{2}[0-9]{6}[0-9A-Z]{10}')`
    case 'phone':
      return sql`regexp_full_match(${value}, '1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}')`
    case 'integer':
      return sql`regexp_full_match(${value}, '[+-]?[0-9]{1,18}')`
    case 'decimal':
      return sql`regexp_full_match(${value}, '[+-]?[0-9]{1,18}([.][0-9]{1,18})?')`
  }
}

/** Share of the filled rows from which on a field is said to be of a kind. */
const NEARLY_ALL = 0.99

/** The first kind that nearly all values have. */
export function kindFrom(shares: Partial<Record<ValueKind, number>>): ValueKind {
  const order: ValueKind[] = ['date', 'datetime', 'identity', 'phone', 'integer', 'decimal']
  return order.find((kind) => (shares[kind] ?? 0) >= NEARLY_ALL) ?? 'text'
}
