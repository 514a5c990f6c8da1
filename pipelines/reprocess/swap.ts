import type { Dataset } from '../../catalog/dataset.ts'
import { isTransient } from '../../core/errors.ts'
import { everyRow } from '../../warehouse/engine/relation.ts'
import { byStem, filesOfApp, partsBesides } from '../../warehouse/lake/transactions.ts'
import type { Lake, LakeTable } from '../../warehouse/lake/types.ts'
import type { Platform } from '../platform.ts'
import { ownTables } from './shadow.ts'

/**
 * Puts a shadow's tables of a dataset in the place of the real ones: each by one version, std last. Rows of raw that
 * the shadow does not have (of extracts that were withdrawn or set aside) stay.
 * @param id of the transaction; tables that have it are left alone
 */
export async function putInPlace(
  platform: Platform,
  dataset: Dataset,
  made: Lake,
  { id, last }: { id: number; last: number },
): Promise<void> {
  for (const name of ownTables(dataset)) {
    const [real, shadow] = [platform.lake.table(name), made.table(name)]
    const shared = name.startsWith('quality/')
    if (!(await real.exists())) {
      if (!(await shadow.exists())) continue
      await real.create((await shadow.snapshot()).schema)
    }
    if (shared) await replaceFiles(platform, dataset, { real, shadow, id })
    else await rewrite(platform, { real, shadow, id, keeps: name.startsWith('raw/') })
    await noteProcessed(real, shared ? dataset.id : 'ingest', last)
  }
}

interface Pair {
  real: LakeTable
  shadow: LakeTable
  id: number
}

const OPERATION = 'REPROCESS'

async function rewrite(
  platform: Platform,
  { real, shadow, id, keeps }: Pair & { keeps: boolean },
): Promise<void> {
  const [before, made] = [await real.snapshot(), await shadow.snapshot()]
  const parts = [...byStem(made.files)].map(([name, files]) => ({
    name,
    rows: everyRow(shadow.select(made, { files })),
  }))
  const kept = keeps ? partsBesides(real, before, made.files) : []
  await real.rewrite(platform.engine, before.schema, {
    parts: [...parts, ...kept],
    readVersion: before.version,
    txn: { app: 'reprocess', version: id },
    operation: OPERATION,
  })
}

const ATTEMPTS = 5

/** In a table that all datasets share, only the files of this one go. Others may be writing to it meanwhile. */
async function replaceFiles(platform: Platform, dataset: Dataset, pair: Pair): Promise<void> {
  const { real, shadow, id } = pair
  const made = (await shadow.exists()) ? await shadow.snapshot() : undefined
  const once = { app: `reprocess.${dataset.id}`, version: id, operation: OPERATION }
  const stage = async () => {
    const add = []
    for (const [name, files] of byStem(made?.files ?? []))
      if (made)
        add.push(
          ...(await real.stage(platform.engine, everyRow(shadow.select(made, { files })), {
            name,
          })),
        )
    return add
  }
  for (let attempt = 1; ; attempt++) {
    try {
      await real.once(once, async (before) => ({
        add: await stage(),
        remove: filesOfApp(before, dataset.id),
      }))
      return
    } catch (error) {
      if (attempt >= ATTEMPTS || !isTransient(error)) throw error
    }
  }
}

/** An extract that failed when it came and is in now is not appended a second time. */
async function noteProcessed(table: LakeTable, app: string, last: number): Promise<void> {
  await table.once({ app, version: last, operation: OPERATION }, async () => ({ add: [] }))
}
