import type { z } from 'zod'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Clock } from '../../core/clock.ts'
import type { DataPaths } from '../../core/paths.ts'
import type { Trial } from '../trial.ts'

/** How an item looks from outside. Two equal looks mean: most likely the same content. */
export interface Look {
  /** Bytes. */
  size: number
  /** When it was last written, by the clock of whoever keeps it; nanoseconds since 1970. */
  mtimeNs: bigint
  /** What changes with the content, where the transport has such a thing (an ETag). */
  version?: string
}

/** A name that a source lists. Only of type `file` can be taken. */
export interface Entry {
  name: string
  type: 'file' | 'link' | 'folder' | 'special'
  /** Where the listing tells it; else `look` does. */
  look?: Look
}

/** A file of a source as it looked when it was seen. */
export interface Item extends Look {
  name: string
}

/**
 * A place that extracts come from, opened for one dataset. What can pass by itself (a broken connection, a file that
 * changes) is thrown as an error of kind `transient`, everything else as one that stays; both name department and
 * dataset. Whatever is given a signal ends soon after it aborts, with the signal's reason.
 */
export interface Source {
  /** The place as a person finds it: a folder, an address. Never a secret. */
  readonly place: string
  /** A file is whole once its look has stood still for this long, in milliseconds; 0: what is listed is whole. */
  readonly settleMs: number
  /**
   * Everything there, each name once, exactly as it stands, in no order; a few names at a time, however many there are.
   * @throws ShuyuanError `connectors.source_missing`, `connectors.source_unreadable`
   */
  list(signal?: AbortSignal): AsyncIterable<Entry>
  /** A file as it looks now; null: it is gone, or no file any more. */
  look(name: string, signal?: AbortSignal): Promise<Look | 'unreadable' | null>
  /**
   * The bytes of an item, whole and as it was seen: it ends only if the item looked the same before and after. A chunk
   * is overwritten by the next one.
   * @throws ShuyuanError `connectors.file_changing` (transient), `connectors.source_gone`, `connectors.file_unreadable`
   */
  read(item: Item, signal?: AbortSignal): AsyncIterable<Uint8Array>
  /** Called once the item is landed and recorded, perhaps again after a crash. */
  taken(item: Item): Promise<void>
  /** Tries what taking needs, without changing anything. `wanted`: names that would be taken. */
  test(wanted: (name: string) => boolean, signal?: AbortSignal): Promise<Trial[]>
  close(): Promise<void>
}

/** What a source is opened with. */
export interface SourceParts {
  paths: DataPaths
  clock: Clock
  dataset: Pick<Dataset, 'id' | 'providingDepartment'>
}

/** A transport: what `jobs.config.ts` says of it, and how it is opened. */
export interface SourceKind<Schema extends z.ZodType = z.ZodType> {
  kind: string
  /** Of `from` in a source of `jobs.config.ts`; its `kind` is the literal above. */
  schema: Schema
  /** Names the place, alike for all datasets that are taken from it and unlike any other: `health`. */
  placeOf(settings: z.output<Schema>, dataset: SourceParts['dataset']): string
  open(settings: z.output<Schema>, parts: SourceParts): Promise<Source>
}

/** A transport, its settings typed by its schema. */
export function defineSource<const Schema extends z.ZodType<{ kind: string }>>(
  kind: SourceKind<Schema>,
): SourceKind<Schema> {
  return kind
}

/** True when nothing speaks for a change between two looks. */
export function looksSame(a: Look, b: Look): boolean {
  return a.size === b.size && a.mtimeNs === b.mtimeNs && a.version === b.version
}
