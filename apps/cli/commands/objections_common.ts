import { datasetOf } from '../../../catalog/lookup.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { deploymentOf } from '../../deployment.ts'
import { departmentOf } from '../arguments.ts'
import { type Exit, exit, type Io } from '../io.ts'
import '../locale_objections.ts'
import { renderTable } from '../table.ts'

/** @throws ShuyuanError `cli.unknown_department` */
export async function departmentOption(io: Io, id: string): Promise<string> {
  return departmentOf((await deploymentOf(io.settings)).catalogue, id).id
}

/** @throws ShuyuanError `catalog.unknown_dataset` */
export async function datasetOption(io: Io, id: string | undefined): Promise<string | undefined> {
  return id === undefined ? undefined : datasetOf((await deploymentOf(io.settings)).catalogue, id).id
}

/** A whole number from 1. @throws ShuyuanError `cli.bad_number` */
export function numberOption(option: string, value: string): number {
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value)
  throw new ShuyuanError('cli.bad_number', { option, value })
}

/** Lines of a table under a header in words. */
export function printTable(io: Io, header: string[], rows: (string | number)[][]): void {
  const words = header.map((name) => io.text(`objections.list.${name}`))
  for (const line of renderTable(words, rows)) io.say(line)
}

/** Tells whoever watches that something takes its time. */
export function working(io: Io, key: string): void {
  if (io.interactive) process.stderr.write(`${io.text(key)}\n`)
}

/** Rows of a refused sheet, the first of them in words; all of them in the JSON answer and the result workbook. */
export function printFaults(
  io: Io,
  error: ShuyuanError,
  faults: { row: number; words: string }[],
  result?: string,
): Exit {
  io.answer({ applied: false, error: error.code, faults, ...(result ? { result } : {}) })
  io.say(error.in(io.locale))
  const shown = faults.slice(0, MOST_SHOWN).map(({ row, words }) => [row, words])
  printTable(io, ['row', 'result'], shown)
  if (faults.length > MOST_SHOWN)
    io.say(io.text('objections.more_rows', { more: faults.length - MOST_SHOWN }))
  if (result) io.say(io.text('objections.written', { path: result }))
  return exit.problems
}

const MOST_SHOWN = 20
