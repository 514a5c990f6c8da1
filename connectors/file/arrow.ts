import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { type Field, type RecordBatch, RecordBatchReader } from 'apache-arrow'
import { ShuyuanError } from '../../core/errors.ts'
import { loadArrowCodecs, TOO_STEEP } from './arrow_codecs.ts'
import { checkArrowStream } from './arrow_frames.ts'
import { arrowTexts, type ColumnText, NoText } from './arrow_text.ts'
import { fileHead, fileTail } from './chunks.ts'
import { type ColumnPlan, planColumns, refuseUnreadable } from './header.ts'
import type { Output } from './output.ts'
import type { CanonicaliseInput, Drift } from './types.ts'

/** Rows between two looks at the event loop. */
const TURN = 2000
const MAGIC = 'ARROW1'

/**
 * Reads Arrow IPC, file or stream format, compressed or not; `_line` is the row's place from 1.
 * @throws ShuyuanError `connectors.file_damaged`, `connectors.format_unsupported`, `connectors.column_unreadable`, `connectors.archive_bomb`
 */
export async function readArrow(input: CanonicaliseInput, path: string, output: Output): Promise<Drift> {
  try {
    await loadArrowCodecs()
    const isFile = await isWholeFile(path)
    if (!isFile) await checkArrowStream(path)
    return await readBatches(input, path, isFile, output)
  } catch (cause) {
    throw explained(input, cause)
  }
}

/** A file has the same letters at both ends. */
async function isWholeFile(path: string): Promise<boolean> {
  const head = (await fileHead(path, MAGIC.length)).toString('latin1')
  if (head.startsWith('FEA1')) throw new Error('Feather version 1 is not supported; write version 2')
  if (head !== MAGIC) return false
  if ((await fileTail(path, MAGIC.length)).toString('latin1') !== MAGIC) throw new Error('cut')
  return true
}

async function readBatches(
  input: CanonicaliseInput,
  path: string,
  isFile: boolean,
  output: Output,
): Promise<Drift> {
  const handle = isFile ? await open(path, 'r') : null
  const stream = createReadStream(path, { highWaterMark: 1 << 20 })
  try {
    const reader = await (handle ? RecordBatchReader.from(handle) : RecordBatchReader.from(stream))
    await reader.open()
    const plan = planColumns(input, reader.schema?.fields.map((field) => field.name) ?? [])
    for await (const batch of reader) await writeBatch(input, batch, plan, output)
    return plan.drift
  } finally {
    stream.destroy()
    await handle?.close().catch(() => undefined)
  }
}

async function writeBatch(
  input: CanonicaliseInput,
  batch: RecordBatch,
  plan: ColumnPlan,
  output: Output,
): Promise<void> {
  const columns = batch.schema.fields.map((field, at) => columnText(input, field, batch.data.children[at]))
  for (let row = 0; row < batch.numRows; row++) {
    const values = columns.map((text) => text(row))
    const line = output.accepted + output.rejected + 1
    output.row(plan, line, values, () => JSON.stringify(values))
    if (output.isFull) await output.flush()
    else if (row % TURN === TURN - 1) await nextTurn()
  }
}

/** A column of the dataset must have text; of any other, what has none is left out, bytes are hexadecimal. */
function columnText(
  input: CanonicaliseInput,
  field: Field,
  data: RecordBatch['data']['children'][number] | undefined,
): ColumnText {
  if (!data) throw new Error('a column is missing')
  const refuse = (type: string) => refuseUnreadable(input, [{ column: field.name, type }])
  const binary = (bytes: Uint8Array) => {
    refuse('binary')
    return Buffer.from(bytes).toString('hex').toUpperCase()
  }
  try {
    return arrowTexts(field, data, binary)
  } catch (cause) {
    if (!(cause instanceof NoText)) throw cause
    refuse(cause.type)
    return () => null
  }
}

/** What the library says of types and formats that it does not read. */
const UNSUPPORTED = /unrecognized type|unsupported|not supported|big-endian|codec not found/i

function explained(input: CanonicaliseInput, cause: unknown): unknown {
  const code = (cause as NodeJS.ErrnoException).code
  if (cause instanceof ShuyuanError || code === 'ENOSPC' || code === 'EDQUOT') return cause
  const fields = { dataset: input.dataset.id, file: input.fileName }
  const said = cause instanceof Error ? cause.message : ''
  if (said === TOO_STEEP)
    return new ShuyuanError('connectors.archive_bomb', { ...fields, limit: said }, { cause })
  if (UNSUPPORTED.test(said)) {
    const reason = `Arrow IPC, ${said.split('\n')[0]?.slice(0, 80)}`
    return new ShuyuanError('connectors.format_unsupported', { ...fields, reason }, { cause })
  }
  const reason = ['no end marker', 'bytes after the end', 'cut'].includes(said) ? said : 'Arrow IPC'
  return new ShuyuanError('connectors.file_damaged', { ...fields, format: 'Arrow IPC', reason }, { cause })
}
