import { sql } from 'kysely'
import type { z } from 'zod'
import { replaceMatch, tryCast } from '../../warehouse/engine/functions.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import { allowedFunctions, allowedOperators, allowedTypes } from './functions.ts'
import { Refusal } from './refusal.ts'
import {
  betweenSchema,
  caseSchema,
  castSchema,
  columnSchema,
  constantSchema,
  functionSchema,
  listSchema,
  type Node,
  nodeSchema,
  pairSchema,
} from './tree.ts'

/** Longest tree and deepest nesting of an expression. */
const MOST_NODES = 400
const DEEPEST = 40

/** What the walk needs to know: the fields that may be named, and how large the tree has grown. */
export interface Walk {
  column(name: string): Expression | undefined
  nodes: number
}

/** Writes the tree anew, part by part. Whatever is not on a list is refused. @throws Refusal */
export function written(tree: unknown, walk: Walk, depth = 0): Expression {
  if (++walk.nodes > MOST_NODES || depth > DEEPEST) throw new Refusal('size', String(MOST_NODES))
  const node = nodeSchema.parse(tree)
  const inner = (part: unknown) => written(part, walk, depth + 1)
  if (node.alias !== '') throw new Refusal('part', `alias ${node.alias}`)
  switch (node.class) {
    case 'COLUMN_REF':
      return column(node, walk)
    case 'CONSTANT':
      return constantOf(constantSchema.parse(node).value)
    case 'CONJUNCTION':
      return joined(
        listSchema.parse(node).children.map(inner),
        node.type === 'CONJUNCTION_OR' ? ' or ' : ' and ',
      )
    case 'COMPARISON':
      return comparison(node, inner)
    case 'BETWEEN': {
      const { input, lower, upper } = betweenSchema.parse(node)
      return sql`(${inner(input)} between ${inner(lower)} and ${inner(upper)})`
    }
    case 'OPERATOR':
      return operator(node, inner)
    case 'CASE':
      return caseOf(node, inner)
    case 'CAST': {
      const { child, cast_type, try_cast } = castSchema.parse(node)
      const value = cast_type.id === 'DOUBLE' ? finite(inner(child)) : inner(child)
      return try_cast ? tryCast(value, typeOf(cast_type)) : sql`cast(${value} as ${typeOf(cast_type)})`
    }
    case 'FUNCTION':
      return call(node, inner)
    default:
      throw new Refusal('part', node.class)
  }
}

type Inner = (part: unknown) => Expression

function column(node: Node, walk: Walk): Expression {
  const [name = '', ...further] = columnSchema.parse(node).column_names
  const found = further.length === 0 ? walk.column(name) : undefined
  if (!found) throw new Refusal('column', [name, ...further].join('.'))
  return found
}

const comparisons: Record<string, Expression> = {
  COMPARE_EQUAL: sql`=`,
  COMPARE_NOTEQUAL: sql`<>`,
  COMPARE_LESSTHAN: sql`<`,
  COMPARE_LESSTHANOREQUALTO: sql`<=`,
  COMPARE_GREATERTHAN: sql`>`,
  COMPARE_GREATERTHANOREQUALTO: sql`>=`,
  COMPARE_DISTINCT_FROM: sql`is distinct from`,
  COMPARE_NOT_DISTINCT_FROM: sql`is not distinct from`,
}

function comparison(node: Node, inner: Inner): Expression {
  const sign = comparisons[node.type]
  if (!sign) throw new Refusal('part', node.type)
  const { left, right } = pairSchema.parse(node)
  return sql`(${inner(left)} ${sign} ${inner(right)})`
}

function operator(node: Node, inner: Inner): Expression {
  const [first = null, ...rest] = listSchema.parse(node).children
  const list = () => sql.join(rest.map(inner))
  switch (node.type) {
    case 'OPERATOR_NOT':
      return sql`(not ${inner(first)})`
    case 'OPERATOR_IS_NULL':
      return sql`(${inner(first)} is null)`
    case 'OPERATOR_IS_NOT_NULL':
      return sql`(${inner(first)} is not null)`
    case 'COMPARE_IN':
      return sql`(${inner(first)} in (${list()}))`
    case 'COMPARE_NOT_IN':
      return sql`(${inner(first)} not in (${list()}))`
    case 'OPERATOR_COALESCE':
      return sql`coalesce(${sql.join([first, ...rest].map(inner))})`
    default:
      throw new Refusal('part', node.type)
  }
}

function caseOf(node: Node, inner: Inner): Expression {
  const { case_checks, else_expr } = caseSchema.parse(node)
  const checks = case_checks.map(
    ({ when_expr, then_expr }) => sql`when ${inner(when_expr)} then ${inner(then_expr)}`,
  )
  const otherwise = else_expr ? sql` else ${inner(else_expr)}` : sql``
  return sql`(case ${sql.join(checks, sql` `)}${otherwise} end)`
}

function call(node: Node, inner: Inner): Expression {
  const name = String(node.function_name)
  const parsed = functionSchema.safeParse(node)
  if (!parsed.success) throw new Refusal('function', name)
  const { children, is_operator } = parsed.data
  if (is_operator) return around(name, divisions.has(name) ? divided(children, inner) : children.map(inner))
  const allowed = allowedFunctions.get(name)
  if (!allowed) throw new Refusal('function', name)
  if (children.length < allowed.least || children.length > allowed.most) throw new Refusal('arguments', name)
  for (const at of allowed.constants ?? []) checkConstant(name, children, at)
  const operands = name === 'mod' ? divided(children, inner) : children.map(inner)
  return sql`${sql.raw(name)}(${sql.join(operands)})`
}

const divisions: ReadonlySet<string> = new Set(['/', '//', '%'])

/**
 * Dividend and divisor, where a divisor of zero fails: the engine's own answer, infinity or NULL, would be compared
 * like any value. The divisor is written twice and counted twice, so that nested divisions stay within the limit.
 */
function divided(children: unknown[], inner: Inner): Expression[] {
  const [dividend, divisor, ...rest] = children
  if (divisor === undefined || rest.length > 0) return children.map(inner)
  const tested = sql`(case when ${inner(divisor)} = 0 then cast('zero' as integer) else ${inner(divisor)} end)`
  return [inner(dividend), tested]
}

/** The texts `nan` and `infinity` are words, not numbers: made unreadable for the cast. */
function finite(value: Expression): Expression {
  return replaceMatch(sql`cast(${value} as varchar)`, '(?i)^\\s*[+-]?(nan|inf|infinity)\\s*$', '?')
}

/** `name` is one of `allowedOperators`: nothing else is put into the statement. */
function around(name: string, operands: Expression[]): Expression {
  const [one, other] = operands
  if (!allowedOperators.has(name) || !one) throw new Refusal('function', name)
  return other ? sql`(${one} ${sql.raw(name)} ${other})` : sql`(${sql.raw(name)} ${one})`
}

/** Patterns and parts are constants; what `replace` puts in is no longer than what it takes out. */
function checkConstant(name: string, children: unknown[], at: number): void {
  if (at >= children.length) return
  const text = textConstant(children[at])
  if (text === undefined) throw new Refusal('arguments', name)
  const growing = name === 'replace' && at === 2 && text.length > (textConstant(children[1])?.length ?? 0)
  if (growing) throw new Refusal('arguments', name)
}

function joined(parts: Expression[], between: ' and ' | ' or '): Expression {
  return sql`(${sql.join(parts, between === ' and ' ? sql` and ` : sql` or `)})`
}

type Constant = z.infer<typeof constantSchema>['value']
type Type = z.infer<typeof castSchema>['cast_type']

/** Longest text inside an expression. */
const LONGEST = 500

/** A constant of the expression: a text, a number that JSON carries exactly, a truth value, NULL. @throws Refusal */
function constantOf({ type, is_null, value }: Constant): Expression {
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
function typeOf({ id, type_info }: Type): Expression {
  if (!allowedTypes.has(id)) throw new Refusal('type', id)
  if (id !== 'DECIMAL') return sql.raw(id)
  return sql`decimal(${sql.lit(type_info?.width ?? 18)}, ${sql.lit(type_info?.scale ?? 3)})`
}

/** The text (or the number as text) of a node that is a constant. */
function textConstant(tree: unknown): string | undefined {
  const node = nodeSchema.safeParse(tree)
  if (!node.success || node.data.class !== 'CONSTANT') return undefined
  const { value } = constantSchema.parse(node.data).value
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
