import ExcelJS from 'exceljs'
import { CUSTOM_PART, type CustomProperties, customPart, mentioning } from './custom_properties.ts'
import { datedTo } from './sheet_parts.ts'

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
 * Writes a workbook row by row. Members of the archive are dated alike, whenever they are written. `custom`: its
 * custom properties.
 */
class DatedWriter extends BareWriter {
  declare custom: CustomProperties | undefined

  override addThemes(): Promise<void> {
    const append = this.zip.append.bind(this.zip)
    this.zip.append = (source, entry) =>
      append(this.custom ? mentioning(entry.name, source) : source, { ...entry, date: NO_DATE })
    return super.addThemes()
  }

  /** Later, with the content types: the constructor does not know yet what the workbook will have. */
  override addOfficeRels(): Promise<void> {
    return Promise.resolve()
  }

  override async addContentTypes(): Promise<void> {
    await super.addOfficeRels()
    if (this.custom) this.zip.append(customPart(this.custom), { name: CUSTOM_PART })
    await super.addContentTypes()
  }
}

/** A workbook that is being written: what is written is not kept in memory. */
export type WorkbookWriter = Writer

/** How a workbook is written, and what it tells of itself. */
export interface WriterSettings {
  /** The date of creation that it states, ISO. */
  day: string
  properties?: CustomProperties | undefined
  /** How hard it is compressed, 0 to 9. */
  level?: number
}

/** Opens `path` for a workbook that is written row by row; equal content of one day gives equal bytes. */
export function openWriter(path: string, { day, properties, level }: WriterSettings): WorkbookWriter {
  const writer = new DatedWriter({
    filename: path,
    useStyles: true,
    useSharedStrings: false,
    ...(level === undefined ? {} : { zip: { zlib: { level } } }),
  })
  writer.custom = properties
  return Object.assign(writer, datedTo(day))
}
