import { z } from 'zod'
import type { Clock } from '../../core/clock.ts'
import { ShuyuanError } from '../../core/errors.ts'
import type { Session } from '../engine/session.ts'
import { fileStore, type Store } from './store.ts'
import { lakeTable } from './table.ts'
import type { Lake, LakeTable } from './types.ts'

/** The storage format written here; raised when older programs could misread the lake. */
export const LAKE_FORMAT = 1

const FORMAT_FILE = '_shuyuan.json'
const formatFile = z.object({ format: z.number().int().positive() })
const FIRST_COMMIT = /^(.+)\/_delta_log\/0{20}\.json$/
const TABLE_NAME = /^[a-z0-9_]+(\/[a-z0-9_]+)*$/

/** Where a lake is and what it works with: a folder, or a store for tests and other transports. */
export interface LakeOptions {
  root: string
  engine: Session
  clock: Clock
  store?: Store
}

/** Opens a lake, making it when the folder is empty. `lake.newer_format` when a newer program wrote it. */
export async function openLake({ root, engine, clock, store = fileStore(root) }: LakeOptions): Promise<Lake> {
  await checkFormat(store)
  const tables = new Map<string, LakeTable>()
  return {
    names: async () => {
      const paths = await store.list('', { recursive: true })
      return paths.flatMap((path) => FIRST_COMMIT.exec(path)?.[1] ?? []).sort()
    },
    table(name) {
      const known = tables.get(name)
      if (known) return known
      if (!TABLE_NAME.test(name)) throw new ShuyuanError('lake.name_invalid', { name })
      const table = lakeTable({ store, table: name }, engine, clock)
      tables.set(name, table)
      return table
    },
  }
}

async function checkFormat(store: Store): Promise<void> {
  const bytes = await store.get(FORMAT_FILE)
  if (!bytes) {
    if (await store.putIfAbsent(FORMAT_FILE, `${JSON.stringify({ format: LAKE_FORMAT })}\n`)) return
    return checkFormat(store)
  }
  const found = readFormat(new TextDecoder().decode(bytes))
  if (found === null) throw new ShuyuanError('lake.format_unreadable', { file: FORMAT_FILE })
  if (found > LAKE_FORMAT) throw new ShuyuanError('lake.newer_format', { found, supported: LAKE_FORMAT })
}

function readFormat(text: string): number | null {
  try {
    return formatFile.parse(JSON.parse(text)).format
  } catch {
    return null
  }
}
