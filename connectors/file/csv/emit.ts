import type { ColumnPlaces, Operation } from '../header.ts'
import { LF } from '../lines.ts'
import { extraJson } from '../output.ts'
import type { Sink } from '../sink.ts'
import { writeInteger } from './plain.ts'
import { COMMA, QUOTED, type RecordScanner } from './scanner.ts'

const COMMA_BYTE = 0x2c
const QUOTE = 0x22

/** Writes the scanned record as a canonical row: fields in catalogue order, quoted where that is needed. */
export function emitRecord(
  sink: Sink,
  bytes: Buffer,
  scanner: RecordScanner,
  plan: ColumnPlaces,
  line: number,
  operation: Operation,
): void {
  const first = scanner.starts[0] ?? 0
  sink.ensure(scanner.stop - first + 3 * plan.fieldColumns.length + 32)
  const target = sink.buffer
  let out = writeInteger(target, sink.position, line)
  target[out++] = COMMA_BYTE
  target[out++] = operation.charCodeAt(0)
  for (const column of plan.fieldColumns) {
    target[out++] = COMMA_BYTE
    if (column >= 0) out = copyField(bytes, scanner, column, target, out)
  }
  target[out++] = COMMA_BYTE
  sink.position = out
  if (plan.extras.length > 0) sink.field(extraJson(plan, extraValues(bytes, scanner, plan)))
  sink.ensure(1)
  sink.buffer[sink.position++] = LF
}

/** Writes a record that is canonical as it stands: commas, catalogue order, every column, no empty quotes. */
export function emitVerbatim(sink: Sink, bytes: Buffer, start: number, stop: number, line: number): void {
  sink.ensure(stop - start + 32)
  const target = sink.buffer
  let out = writeInteger(target, sink.position, line)
  target[out++] = COMMA_BYTE
  target[out++] = 0x49
  target[out++] = COMMA_BYTE
  for (let i = start; i < stop; i++) target[out++] = bytes[i] as number
  target[out++] = COMMA_BYTE
  target[out++] = LF
  sink.position = out
}

function copyField(
  bytes: Buffer,
  scanner: RecordScanner,
  column: number,
  target: Buffer,
  at: number,
): number {
  const start = scanner.starts[column] as number
  const end = scanner.ends[column] as number
  const flag = scanner.flags[column] as number
  let out = at
  if (flag === QUOTED && end - start === 2) return out
  if (flag === COMMA) target[out++] = QUOTE
  if (end - start < 48) for (let i = start; i < end; i++) target[out++] = bytes[i] as number
  else out += bytes.copy(target, out, start, end)
  if (flag === COMMA) target[out++] = QUOTE
  return out
}

/** A field as text, null when empty or absent. Off the hot path: the operation flag and columns outside the dataset. */
export function fieldText(bytes: Buffer, scanner: RecordScanner, column: number): string | null {
  if (column >= scanner.count) return null
  const start = scanner.starts[column] as number
  const end = scanner.ends[column] as number
  const text =
    scanner.flags[column] === QUOTED
      ? bytes.toString('utf8', start + 1, end - 1).replaceAll('""', '"')
      : bytes.toString('utf8', start, end)
  return text === '' ? null : text
}

function extraValues(bytes: Buffer, scanner: RecordScanner, plan: ColumnPlaces): (string | null)[] {
  const values: (string | null)[] = []
  for (const { column } of plan.extras) values[column] = fieldText(bytes, scanner, column)
  return values
}
