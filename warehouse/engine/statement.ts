import { z } from 'zod'
import { ShuyuanError } from '../../core/errors.ts'

/** What a statement may name: tables by `schema.name`, and for each the columns whose values are hidden. */
export type ReadableTables = ReadonlyMap<string, readonly string[]>

/** What the check of a statement found. */
export interface Checked {
  /** Hidden columns that it reads, as `table.column`; of a `*`, all of the table. */
  hidden: string[]
}

type Node = Record<string, unknown>

const serialized = z.discriminatedUnion('error', [
  z.object({
    error: z.literal(false),
    statements: z.array(z.object({ node: z.record(z.string(), z.unknown()) })),
  }),
  z.object({ error: z.literal(true), error_type: z.string(), error_message: z.string() }),
])

const RELATIONS = new Set([
  'BASE_TABLE',
  'SUBQUERY',
  'JOIN',
  'EMPTY',
  'EXPRESSION_LIST',
  'TABLE_FUNCTION',
  'SHOW_REF',
])
const TABLE_FUNCTIONS = new Set([
  'range',
  'generate_series',
  'unnest',
  'repeat',
  'repeat_row',
  'json_each',
  'json_tree',
])
const INFORMATION = new Set([
  'information_schema.tables',
  'information_schema.columns',
  'information_schema.schemata',
])
const NO_VALUE_READ = new Set(['OPERATOR_IS_NULL', 'OPERATOR_IS_NOT_NULL'])

/**
 * Checks the parsed form of a statement, as `json_serialize_sql` gives it, against what may be read: one SELECT, over
 * `tables` and what it makes of them itself, with `functions` that compute and do nothing else. What is not known to
 * be harmless is refused. `masked`: hidden columns hold masked values, so they may be shown and counted, but nothing
 * may be computed, compared, grouped or joined by them: the answer would be wrong.
 * @throws ShuyuanError `engine.not_a_select`, `engine.statement_invalid`, `engine.not_published`,
 *   `engine.function_refused`, `engine.column_masked`
 */
export function checkStatement(
  json: string,
  options: { tables: ReadableTables; functions: ReadonlySet<string>; masked: boolean },
): Checked {
  const select = selectOf(json)
  const nodes = [...walk(select)]
  const named = namesIn(nodes)
  for (const node of nodes) {
    refuseRelation(node, options.tables, named)
    refuseFunction(node, options.functions)
  }
  const read = nodes.flatMap((node) => tableOf(node, options.tables) ?? [])
  const hidden = read.flatMap(({ id, columns }) => columns.map((column) => ({ id, column })))
  if (hidden.length === 0) return { hidden: [] }
  if (options.masked) refuseMasked(select, nodes, new Set(hidden.map(({ column }) => column)))
  const mentioned = mentions(nodes)
  const whole = nodes.some((node) => readsWhole(node, named.relations))
  const found = hidden.filter(({ column }) => whole || mentioned.has(column))
  return { hidden: [...new Set(found.map(({ id, column }) => `${id}.${column}`))].sort() }
}

/**
 * Every name in the parsed form of a statement, in small letters, and whatever else is text in it: a table that is not
 * among them is not read. Undefined where it asks what tables there are.
 */
export function textsIn(json: string): ReadonlySet<string> | undefined {
  const nodes = [...walk(JSON.parse(json))]
  if (nodes.some((node) => node.type === 'SHOW_REF' || lower(node.schema_name) === 'information_schema'))
    return undefined
  return new Set(nodes.flatMap((node) => Object.values(node).flat().map(lower)))
}

function selectOf(json: string): Node {
  const parsed = serialized.parse(JSON.parse(json))
  if (parsed.error) {
    if (parsed.error_type === 'not implemented') throw new ShuyuanError('engine.not_a_select')
    throw new ShuyuanError('engine.statement_invalid', { kind: 'Parser Error', detail: parsed.error_message })
  }
  const [only, more] = parsed.statements
  if (!only || more) throw new ShuyuanError('engine.not_a_select')
  return only.node
}

/** Every object of the tree, each before what lies in it. */
function* walk(value: unknown): Generator<Node> {
  if (value === null || typeof value !== 'object') return
  if (!Array.isArray(value)) yield value as Node
  for (const each of Object.values(value)) yield* walk(each)
}

const lower = (value: unknown) => (typeof value === 'string' ? value.toLowerCase() : '')
const isFilled = (value: unknown) => Array.isArray(value) && value.length > 0

/** Names that the statement gives: of its own common tables, and of every relation as it may be referred to. */
function namesIn(nodes: Node[]) {
  const tables = new Set<string>()
  const relations = new Set<string>()
  for (const node of nodes) {
    if ('key' in node && 'value' in node && typeof node.value === 'object') tables.add(lower(node.key))
    if (isRelation(node)) for (const name of [node.alias, node.table_name]) relations.add(lower(name))
  }
  relations.delete('')
  return { tables, relations }
}

const isRelation = (node: Node) =>
  typeof node.type === 'string' && !('class' in node) && 'sample' in node && 'alias' in node

function tableOf(node: Node, tables: ReadableTables): { id: string; columns: readonly string[] } | undefined {
  if (!isRelation(node) || !node.table_name) return undefined
  const id = tableId(node)
  const columns = tables.get(id)
  return columns && { id, columns }
}

function tableId(node: Node): string {
  const schema = lower(node.schema_name)
  return schema === '' || schema === 'main' ? lower(node.table_name) : `${schema}.${lower(node.table_name)}`
}

function refuseRelation(
  node: Node,
  tables: ReadableTables,
  { tables: own }: { tables: ReadonlySet<string> },
): void {
  if (!isRelation(node)) return
  const type = String(node.type)
  if (!RELATIONS.has(type)) throw new ShuyuanError('engine.not_published', { name: type.toLowerCase() })
  if (type === 'TABLE_FUNCTION') {
    const call = node.function as Node
    const name = lower(call.function_name)
    if (!TABLE_FUNCTIONS.has(name) || call.schema) throw new ShuyuanError('engine.function_refused', { name })
  }
  if (type !== 'BASE_TABLE' && !(type === 'SHOW_REF' && node.table_name)) return
  const id = tableId(node)
  // A name with other signs could be a file's.
  const isOwn = !node.schema_name && own.has(id) && /^[\p{L}\p{N}_]+$/u.test(id)
  const isKnown = isOwn || tables.has(id) || INFORMATION.has(id) || isList(node, type)
  if (!isKnown || node.catalog_name || node.at_clause)
    throw new ShuyuanError('engine.not_published', { name: id })
}

/** `show tables`, which names no table but what is listed. */
const isList = (node: Node, type: string) =>
  type === 'SHOW_REF' && ['"tables"', '__show_tables_expanded', 'tables'].includes(lower(node.table_name))

function refuseFunction(node: Node, functions: ReadonlySet<string>): void {
  if (node.class === 'POSITIONAL_REFERENCE' || node.class === 'PARAMETER')
    throw new ShuyuanError('engine.function_refused', { name: String(node.class).toLowerCase() })
  if (!('function_name' in node)) return
  const name = lower(node.function_name)
  const isTable = TABLE_FUNCTIONS.has(name)
  // The parser itself writes `main.` before some of its own (`[1, 2]` is main.list_value), and nobody can add to it.
  const isBuiltIn = ['', 'main'].includes(lower(node.schema)) && !node.catalog
  if ((!functions.has(name) && !isTable) || !isBuiltIn)
    throw new ShuyuanError('engine.function_refused', { name })
}

/** Names of the columns that are written out anywhere. */
function mentions(nodes: Node[]): Set<string> {
  const names = nodes.flatMap((node) => [
    ...(node.class === 'COLUMN_REF' ? (node.column_names as string[]) : []),
    ...(isFilled(node.using_columns) ? (node.using_columns as string[]) : []),
  ])
  return new Set(names.map(lower))
}

/** Whether it takes columns without naming them: `*`, a row as one value, a natural join, a description. */
function readsWhole(node: Node, relations: ReadonlySet<string>): boolean {
  if (node.class === 'STAR' || node.ref_type === 'NATURAL' || node.type === 'SHOW_REF') return true
  const names = node.class === 'COLUMN_REF' ? (node.column_names as string[]) : []
  return names.length > 0 && relations.has(lower(names.at(-1)))
}

/** @throws ShuyuanError `engine.column_masked` where an answer over masked values would not be the right one */
function refuseMasked(select: Node, nodes: Node[], hidden: Set<string>): void {
  const plain = plainItems(select)
  const names = new Set(hidden)
  for (const item of plain) if (isHidden(item, hidden) && item.alias) names.add(lower(item.alias))
  const fine = new Set<unknown>([...plain, ...nodes.flatMap(countedItems)])
  for (const node of nodes) {
    const using = isFilled(node.using_columns)
      ? (node.using_columns as string[]).find((name) => names.has(lower(name)))
      : undefined
    if (isHidden(node, names) && !fine.has(node)) refuse(String((node.column_names as string[]).at(-1)))
    if (using) refuse(using)
    if (node.ref_type === 'NATURAL' || isFilled(node.rename_list)) refuse('*')
    if (node.type === 'SET_OPERATION_NODE' || node.type === 'RECURSIVE_CTE_NODE' || mergesRows(node))
      refuseStars(node)
    if (renames(node)) refuse('*')
  }
}

function refuse(column: string): never {
  throw new ShuyuanError('engine.column_masked', { column })
}

function refuseStars(node: Node): void {
  if ([...walk(node)].some((each) => each.class === 'STAR' && !isOverValues(node))) refuse('*')
}

const isHidden = (node: Node, names: ReadonlySet<string>) =>
  node.class === 'COLUMN_REF' && names.has(lower((node.column_names as string[]).at(-1)))

/** The outermost select list's bare columns, where they are shown and nothing else is done with them. */
function plainItems(select: Node): Node[] {
  if (select.type !== 'SELECT_NODE' || mergesRows(select)) return []
  return (select.select_list as Node[]).filter((item) => item.class === 'COLUMN_REF')
}

/** Whether rows become one by their values: DISTINCT, GROUP BY. */
function mergesRows(node: Node): boolean {
  if (node.type !== 'SELECT_NODE') return false
  const isDistinct = (node.modifiers as Node[]).some(({ type }) => type === 'DISTINCT_MODIFIER')
  return isDistinct || isFilled(node.group_expressions) || node.aggregate_handling !== 'STANDARD_HANDLING'
}

/** Columns of which only the number of values, or whether there is one, is asked. */
function countedItems(node: Node): Node[] {
  const isCount = lower(node.function_name) === 'count' && node.distinct === false
  if (!isCount && !NO_VALUE_READ.has(String(node.type))) return []
  return (node.children as Node[] | undefined)?.filter((child) => child.class === 'COLUMN_REF') ?? []
}

/** `from person as p(a, b)`: columns under names by which they would not be known. */
function renames(node: Node): boolean {
  if (!isFilled(node.column_name_alias) && !isFilled(node.aliases)) return false
  return !isOverValues(node)
}

/** Whether no table is read in it. */
function isOverValues(node: Node): boolean {
  return ![...walk(node)].some((each) => isRelation(each) && each.type === 'BASE_TABLE')
}
