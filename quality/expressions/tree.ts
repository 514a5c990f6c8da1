import { z } from 'zod'

const typeSchema = z.object({
  id: z.string(),
  type_info: z.object({ width: z.number().int(), scale: z.number().int() }).partial().nullable(),
})

/** A node of DuckDB's parse tree, as far as it is read; what a class does not name stays unknown. */
export const nodeSchema = z.looseObject({
  class: z.string(),
  type: z.string(),
  alias: z.string().default(''),
})
export type Node = z.infer<typeof nodeSchema>

const child = z.unknown()
const children = z.array(z.unknown())

export const columnSchema = z.object({ column_names: z.array(z.string()) })
export const constantSchema = z.object({
  value: z.object({ type: typeSchema, is_null: z.boolean(), value: z.unknown().optional() }),
})
export const pairSchema = z.object({ left: child, right: child })
export const listSchema = z.object({ children })
export const betweenSchema = z.object({ input: child, lower: child, upper: child })
export const caseSchema = z.object({
  case_checks: z.array(z.object({ when_expr: child, then_expr: child })),
  else_expr: child.nullish(),
})
export const castSchema = z.object({ child, cast_type: typeSchema, try_cast: z.boolean() })
export const functionSchema = z.object({
  function_name: z.string(),
  schema: z.literal(''),
  catalog: z.literal(''),
  children,
  filter: z.null(),
  distinct: z.literal(false),
  order_bys: z.object({ orders: z.array(z.unknown()).max(0) }),
  is_operator: z.boolean(),
})

/** `select <expression>` and nothing else: no table, no condition, no second statement. */
export const statementSchema = z.object({
  error: z.literal(false),
  statements: z
    .array(
      z.object({
        node: z.object({
          type: z.literal('SELECT_NODE'),
          modifiers: z.array(z.unknown()).max(0),
          cte_map: z.object({ map: z.array(z.unknown()).max(0) }),
          select_list: z.array(z.unknown()).length(1),
          from_table: z.object({ type: z.literal('EMPTY') }),
          where_clause: z.null(),
          group_expressions: z.array(z.unknown()).max(0),
          having: z.null(),
          sample: z.null(),
          qualify: z.null(),
        }),
      }),
    )
    .length(1),
})

export const syntaxErrorSchema = z.object({ error: z.literal(true), error_message: z.string() })
