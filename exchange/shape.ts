import type { Entitlement } from './entitle.ts'
import type { Manifest } from './manifest.ts'

/**
 * Key, columns with their masks, and row scope as comparable text. An incremental package may only follow
 * packages of the same shape: after any change the next one must be full.
 */
export function shapeOf({
  key,
  columns,
  divisions,
}: Pick<Manifest, 'key' | 'columns' | 'divisions'>): string {
  return textOf(key, columns, divisions)
}

/** The shape that packages of an entitlement have. */
export function shapeOfEntitlement({ keyed, key, columns, request }: Entitlement): string {
  return textOf(keyed ? key : null, columns, request.divisions)
}

function textOf(
  key: string | null,
  columns: readonly { name: string; type: string; mask: string }[],
  divisions: readonly string[],
): string {
  const described = columns.map((column) => [column.name, column.type, column.mask])
  return JSON.stringify([key, described, [...divisions].sort()])
}
