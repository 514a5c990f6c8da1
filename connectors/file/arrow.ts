import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type RecordBatch, RecordBatchReader } from 'apache-arrow'
import { ShuyuanError } from '../../core/errors.ts'
import { arrowText } from './arrow_text.ts'
import { fileHead } from './chunks.ts'
import { type ColumnPlan, planColumns } from './header.ts'
import type { Output } from './output.ts'
import type { CanonicaliseInput, Drift } from './types.ts'

/** Rows between two looks at the event loop. */
const TURN = 2000

/** Reads Arrow IPC, file or stream format; `_line` is the row's place from 1. @throws ShuyuanError `connectors.file_damaged` */
export async function readArrow(input: CanonicaliseInput, path: string, output: Output): Promise<Drift> {
  const isFile = (await fileHead(path, 6)).toString('latin1') === 'ARROW1'
  const handle = isFile ? await open(path, 'r') : null
  const stream = createReadStream(path, { highWaterMark: 1 << 20 })
  try {
    const reader = await (handle ? RecordBatchReader.from(handle) : RecordBatchReader.from(stream))
    await reader.open()
    const plan = planColumns(input, reader.schema?.fields.map((field) => field.name) ?? [])
    for await (const batch of reader) await writeBatch(batch, plan, output)
    return plan.drift
  } catch (cause) {
    throw isOurs(cause) ? cause : damaged(input, cause)
  } finally {
    stream.destroy()
    await handle?.close().catch(() => undefined)
  }
}

async function writeBatch(batch: RecordBatch, plan: ColumnPlan, output: Output): Promise<void> {
  const columns = batch.schema.fields.map((field, index) => ({
    type: field.type,
    values: batch.getChildAt(index),
  }))
  for (let row = 0; row < batch.numRows; row++) {
    const values = columns.map(({ type, values }) => arrowText(type, values?.get(row)))
    const line = output.accepted + output.rejected + 1
    output.row(plan, line, values, () => JSON.stringify(values))
    if (output.isFull) await output.flush()
    else if (row % TURN === TURN - 1) await nextTurn()
  }
}

function isOurs(cause: unknown): boolean {
  const code = (cause as NodeJS.ErrnoException).code
  return cause instanceof ShuyuanError || code === 'ENOSPC' || code === 'EDQUOT'
}

function damaged(input: CanonicaliseInput, cause: unknown): ShuyuanError {
  const fields = { dataset: input.dataset.id, file: input.fileName, format: 'Arrow IPC', reason: 'Arrow IPC' }
  return new ShuyuanError('connectors.file_damaged', fields, { cause })
}
