import { sql } from 'kysely'
import type { z } from 'zod'
import type { Expression } from '../../warehouse/engine/relation.ts'
import { allowedTypes } from './functions.ts'
import { Refusal } from './refusal.ts'
import { type castSchema, constantSchema, nodeSchema } from './tree.ts'

type Constant = z.infer<typeof constantSchema>['value']
type Type = z.infer<typeof castSchema>['cast_type']

/** Longest text inside an expression. */
const LONGEST = 500

/** A constant of the expression: a text, a number that JSON carries exactly, a truth value, NULL. @throws Refusal */
export function constantOf({ type, is_null, value }: Constant): Expression {
  if (is_null) return sql`null`
  if (type.id === 'VARCHAR' && typeof value === 'string') {
    if (value.length > LONGEST) throw new Refusal('size', String(LONGEST))
    return sql.lit(value)
  }
  if (type.id === 'BOOLEAN' && typeof value === 'boolean') return sql.lit(value)
  if (typeof value !== 'number' || !Number.isFinite(value)) throw new Refusal('constant', type.id)
  if (type.id === 'DOUBLE') return sql`cast(${sql.lit(String(value))} as double)`
  if (!Number.isSafeInteger(value)) throw new Refusal('constant', type.id)
  if (type.id === 'INTEGER' || type.id === 'BIGINT') return sql`(${sql.lit(value)})`
  if (type.id === 'DECIMAL')
    return sql`cast(${sql.lit(decimalText(value, type.type_info?.scale ?? 0))} as ${typeOf(type)})`
  throw new Refusal('constant', type.id)
}

function decimalText(units: number, scale: number): string {
  const digits = String(Math.abs(units)).padStart(scale + 1, '0')
  const text = scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`
  return units < 0 ? `-${text}` : text
}

/** The type of a cast. @throws Refusal */
export function typeOf({ id, type_info }: Type): Expression {
  if (!allowedTypes.has(id)) throw new Refusal('type', id)
  if (id !== 'DECIMAL') return sql.raw(id)
  return sql`decimal(${sql.lit(type_info?.width ?? 18)}, ${sql.lit(type_info?.scale ?? 3)})`
}

/** The text (or the number as text) of a node that is a constant. */
export function textConstant(tree: unknown): string | undefined {
  const node = nodeSchema.safeParse(tree)
  if (!node.success || node.data.class !== 'CONSTANT') return undefined
  const { value } = constantSchema.parse(node.data).value
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
