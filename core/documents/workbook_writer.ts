import ExcelJS from 'exceljs'
import type { AuditHead } from '../../governance/reports/data.ts'
import { CUSTOM_PART, customPart, mentioning } from './custom_properties.ts'

/** The first moment that a ZIP archive can tell: equal content gives equal bytes. */
const NO_DATE = new Date('1980-01-01T00:00:00Z')

type Archive = { append(source: unknown, entry: { name: string; date?: Date }): unknown }
type Writer = ExcelJS.stream.xlsx.WorkbookWriter
type WriterOptions = ConstructorParameters<typeof ExcelJS.stream.xlsx.WorkbookWriter>[0]

/** What the writer has beyond its types: its constructor writes the theme first, then the relationships. */
const BareWriter = ExcelJS.stream.xlsx.WorkbookWriter as unknown as new (
  options: WriterOptions,
) => Writer & {
  zip: Archive
  addThemes(): Promise<void>
  addOfficeRels(): Promise<void>
  addContentTypes(): Promise<void>
}

/**
 * Writes a workbook row by row. Members of the archive are dated alike, whenever they are written. The end of the audit
 * log, where it is given before the workbook is closed, goes into its custom properties.
 */
export class ReportWriter extends BareWriter {
  declare audit: AuditHead | undefined

  override addThemes(): Promise<void> {
    const append = this.zip.append.bind(this.zip)
    this.zip.append = (source, entry) =>
      append(this.audit ? mentioning(entry.name, source) : source, { ...entry, date: NO_DATE })
    return super.addThemes()
  }

  /** Later, with the content types: the constructor does not know yet what the workbook will have. */
  override addOfficeRels(): Promise<void> {
    return Promise.resolve()
  }

  override async addContentTypes(): Promise<void> {
    await super.addOfficeRels()
    if (this.audit) this.zip.append(customPart(this.audit), { name: CUSTOM_PART })
    await super.addContentTypes()
  }
}
