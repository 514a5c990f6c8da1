import { z } from 'zod'
import type { Column } from '../engine/column.ts'
import { type ColumnType, parseType } from './column_type.ts'

/** Statistics of one column of a written file: texts as DuckDB's RETURN_STATS gives them, by key. */
export interface WrittenColumn {
  /** Path of quoted names, `"origin"."household"."line"`. */
  key: string
  value: { key: string; value: string }[]
}

type Tree = Map<string, Tree | string>

/** Longest text kept as a minimum or maximum, characters. */
const MAX_TEXT = 64

/**
 * Delta's statistics JSON: rows, and per leaf the null count and, where the type has an order that all readers
 * share, minimum and maximum. Numbers keep all their digits; times are rounded outwards to milliseconds.
 */
export function statsJson(schema: Column[], rows: number, written: WrittenColumn[]): string {
  const trees = { minValues: new Map(), maxValues: new Map(), nullCount: new Map() } satisfies Record<
    string,
    Tree
  >
  for (const column of [...written].sort((a, b) => (a.key < b.key ? -1 : 1))) {
    const path = pathOf(column.key)
    const leaf = leafType(schema, path)
    if (!leaf) continue
    const value = (name: string) => column.value.find((entry) => entry.key === name)?.value
    put(trees.nullCount, path, value('null_count'))
    const [min, max] = [boundToken(leaf, value('min'), 'min'), boundToken(leaf, value('max'), 'max')]
    put(trees.minValues, path, min)
    put(trees.maxValues, path, max)
  }
  return `{"numRecords":${rows},${Object.entries(trees)
    .map(([name, tree]) => `"${name}":${print(tree)}`)
    .join(',')}}`
}

/** Nulls of a top-level column in a written file; null where it is not known (structs, lists). */
export function nullCount(written: WrittenColumn[], name: string): number | null {
  const key = `"${name.replaceAll('"', '""')}"`
  const count = written
    .find((column) => column.key === key)
    ?.value.find((entry) => entry.key === 'null_count')
  return count ? Number(count.value) : null
}

/** The least and the greatest whole number in a column, and its nulls; undefined where the statistics do not say. */
export function boundsOf(stats: string | undefined, column: string): Bounds | undefined {
  const found = wholeStats.safeParse(JSON.parse(stats ?? 'null'))
  const { minValues, maxValues, nullCount } = found.data ?? {}
  const bounds = wholeBounds.safeParse({
    min: minValues?.[column],
    max: maxValues?.[column],
    nulls: nullCount?.[column],
  })
  return bounds.data
}

const wholeBounds = z.object({ min: z.int(), max: z.int(), nulls: z.int() })
type Bounds = z.infer<typeof wholeBounds>

const byColumn = z.record(z.string(), z.unknown())
const wholeStats = z.object({ minValues: byColumn, maxValues: byColumn, nullCount: byColumn })

function pathOf(key: string): string[] {
  return [...key.matchAll(/"((?:[^"]|"")*)"/g)].map((match) => (match[1] ?? '').replaceAll('""', '"'))
}

/** The scalar type at a path of struct members; null inside lists and for unknown paths. */
function leafType(schema: Column[], path: string[]): ColumnType | null {
  const column = schema.find((candidate) => candidate.name === path[0])
  let type = column ? parseType(column.type) : null
  for (const name of path.slice(1)) {
    type = type?.kind === 'struct' ? (type.fields.find((field) => field.name === name)?.type ?? null) : null
  }
  return type?.kind === 'scalar' || type?.kind === 'decimal' ? type : null
}

/** The JSON token of a bound, or undefined where none is given. */
function boundToken(type: ColumnType, text: string | undefined, side: 'min' | 'max'): string | undefined {
  if (text === undefined) return undefined
  if (type.kind === 'decimal') return /^-?\d+(\.\d+)?$/.test(text) && text.length <= 16 ? text : undefined
  if (type.kind !== 'scalar') return undefined
  switch (type.name) {
    case 'TINYINT':
    case 'SMALLINT':
    case 'INTEGER':
    case 'BIGINT':
      return /^-?\d+$/.test(text) ? text : undefined
    case 'VARCHAR':
      return text.length <= MAX_TEXT ? JSON.stringify(text) : undefined
    case 'DATE':
      return /^\d{4}-\d\d-\d\d$/.test(text) ? `"${text}"` : undefined
    case 'TIMESTAMPTZ':
      return timeToken(text, side)
    default:
      return undefined
  }
}

function timeToken(text: string, side: 'min' | 'max'): string | undefined {
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?\+00$/.exec(text)
  if (!match) return undefined
  const micros = (match[3] ?? '').padEnd(6, '0')
  const floor = Date.parse(`${match[1]}T${match[2]}.${micros.slice(0, 3)}Z`)
  const up = side === 'max' && micros.slice(3) !== '000'
  return `"${new Date(floor + (up ? 1 : 0)).toISOString()}"`
}

function put(tree: Tree, path: string[], token: string | undefined): void {
  if (token === undefined) return
  let at = tree
  for (const name of path.slice(0, -1)) {
    const below = at.get(name)
    const next: Tree = below instanceof Map ? below : new Map()
    at.set(name, next)
    at = next
  }
  at.set(path.at(-1) ?? '', token)
}

function print(tree: Tree | string): string {
  if (typeof tree === 'string') return tree
  return `{${[...tree].map(([name, value]) => `${JSON.stringify(name)}:${print(value)}`).join(',')}}`
}
