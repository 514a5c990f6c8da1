import { stat } from 'node:fs/promises'
import { ShuyuanError } from '../../../core/errors.ts'
import { fileHead } from '../chunks.ts'
import { ExpansionGuard } from '../guard.ts'
import { type ColumnPlan, type FileOf, planColumns } from '../header.ts'
import type { Output } from '../output.ts'
import type { Drift, Limits } from '../types.ts'
import { openArchive } from '../zip.ts'
import { Parts } from './parts.ts'
import { SheetHandler, type SheetRow } from './sheet.ts'
import { readWorkbook } from './workbook.ts'

const ZIP = Buffer.from('PK')
/** Strings of a workbook are held in memory, so it gets less than other files. */
const LARGEST_WORKBOOK = 2 * 2 ** 30
const OLE = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])

/**
 * Reads the first sheet that holds anything: its first row is the header, `_line` the sheet's row number.
 * Values are stored results, never formulas; dates become ISO text.
 * @throws ShuyuanError `connectors.file_damaged`, `connectors.format_unsupported`, `connectors.archive_bomb`,
 * `connectors.empty_file` and what `planColumns` throws
 */
export async function readXlsx(file: FileOf, path: string, output: Output, limits: Limits): Promise<Drift> {
  await refuseOthers(file, path)
  const archive = await openArchive(path, file)
  try {
    const maxExpandedBytes = Math.min(limits.maxExpandedBytes, LARGEST_WORKBOOK)
    const guard = new ExpansionGuard(file, (await stat(path)).size, { ...limits, maxExpandedBytes })
    const parts = new Parts(archive, guard)
    const workbook = await readWorkbook(parts)
    for (const sheet of workbook.sheets) {
      const rows = new SheetRows(file, output, new SheetHandler(workbook))
      await parts.read(sheet, rows.handler, () => rows.write())
      await rows.write()
      if (rows.plan) return rows.plan.drift
    }
  } catch (cause) {
    throw explain(cause, file)
  } finally {
    archive.close()
  }
  throw new ShuyuanError('connectors.empty_file', { dataset: file.dataset.id, file: file.fileName })
}

/** Writes rows as they come off a sheet. */
class SheetRows {
  plan: ColumnPlan | null = null
  readonly handler: SheetHandler
  private readonly file: FileOf
  private readonly output: Output

  constructor(file: FileOf, output: Output, handler: SheetHandler) {
    this.file = file
    this.output = output
    this.handler = handler
  }

  async write(): Promise<void> {
    const rows = this.handler.rows
    this.handler.rows = []
    for (const row of rows) {
      if (this.plan) this.writeRow(this.plan, row)
      else
        this.plan = planColumns(
          this.file,
          Array.from(row.cells, (cell) => cell?.text ?? ''),
        )
      if (this.output.isFull) await this.output.flush()
    }
  }

  private writeRow(plan: ColumnPlan, row: SheetRow): void {
    const raw = () =>
      JSON.stringify(Array.from(row.cells, (cell) => (cell?.fault ? cell.raw : (cell?.text ?? null))))
    const fault = row.cells.find((cell) => cell?.fault)?.fault
    if (fault) this.output.reject(row.line, fault, raw())
    else if (row.cells.length > plan.width) this.output.reject(row.line, 'parse.columns_extra', raw())
    else
      this.output.row(
        plan,
        row.line,
        Array.from(row.cells, (cell) => cell?.text ?? null),
        raw,
      )
  }
}

async function refuseOthers(file: FileOf, path: string): Promise<void> {
  const head = await fileHead(path, 4)
  if (head.equals(OLE)) {
    const reason = 'Excel 97–2003 (.xls) / password'
    throw new ShuyuanError('connectors.format_unsupported', {
      dataset: file.dataset.id,
      file: file.fileName,
      reason,
    })
  }
  if (!head.subarray(0, 2).equals(ZIP)) throw damaged(file, 'ZIP')
}

function explain(cause: unknown, file: FileOf): unknown {
  const code = (cause as NodeJS.ErrnoException).code
  if (cause instanceof ShuyuanError || code === 'ENOSPC' || code === 'EDQUOT') return cause
  return damaged(file, code ?? 'XML', cause)
}

function damaged(file: FileOf, reason: string, cause?: unknown): ShuyuanError {
  const fields = { dataset: file.dataset.id, file: file.fileName, format: 'XLSX', reason }
  return new ShuyuanError('connectors.file_damaged', fields, { cause })
}
