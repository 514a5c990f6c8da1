import { z } from 'zod'
import { maskIds } from '../catalog/masks.ts'
import { DISPUTED } from './disputed.ts'
import type { Entitlement } from './entitle.ts'
import type { Manifest } from './manifest.ts'

/**
 * Key, columns with their masks, and row scope as comparable text. An incremental package may only follow
 * packages of the same shape: after any change the next one must be full.
 */
export function shapeOf({
  key,
  columns,
  disputed,
  divisions,
}: Pick<Manifest, 'key' | 'columns' | 'disputed' | 'divisions'>): string {
  return textOf(key, disputed ? [...columns, DISPUTED_SHAPE] : columns, divisions)
}

/**
 * How the table of an earlier shape becomes that of a full package: it stays, it gets the column `_disputed`, which is
 * all that it lacks, or it is made anew; without an earlier shape it is created.
 */
export function stepTo(
  manifest: Manifest,
  earlier: string | undefined,
): 'keep' | 'widen' | 'remake' | 'create' {
  if (earlier === undefined) return 'create'
  if (earlier === shapeOf(manifest)) return 'keep'
  return earlier === shapeOf({ ...manifest, disputed: undefined }) ? 'widen' : 'remake'
}

/** The shape that packages of an entitlement have. */
export function shapeOfEntitlement({ keyed, key, columns, request }: Entitlement): string {
  return textOf(keyed ? key : null, [...columns, DISPUTED_SHAPE], request.divisions)
}

const DISPUTED_SHAPE = { name: DISPUTED, type: 'text', mask: 'none' }

function textOf(
  key: string | null,
  columns: readonly { name: string; type: string; mask: string }[],
  divisions: readonly string[],
): string {
  const described = columns.map((column) => [column.name, column.type, column.mask])
  return JSON.stringify([key, described, [...divisions].sort()])
}

const shapeSchema = z
  .tuple([
    z.string().nullable(),
    z.array(z.tuple([z.string(), z.string(), z.enum(maskIds)])),
    z.array(z.string()),
  ])
  .transform(([key, columns, divisions]) => ({
    key,
    columns: columns.map(([name, _type, mask]) => ({ name, mask })),
    divisions,
  }))
/** What a package held: its key column unless that was masked, its columns with their masks, its row scope. */
export type DeliveredShape = z.infer<typeof shapeSchema>

/** Reads a shape back. Undefined: the text is none. */
export function readShape(text: unknown): DeliveredShape | undefined {
  try {
    return shapeSchema.safeParse(JSON.parse(String(text))).data
  } catch {
    return undefined
  }
}
