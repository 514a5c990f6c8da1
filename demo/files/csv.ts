import { BROKEN_BYTE } from './gb18030.ts'
import type { Sink } from './sink.ts'
import { TextBlocks, type TextEncoding } from './text.ts'
import type { Damage, ExtractWriter } from './writer.ts'

export interface CsvForm {
  encoding: TextEncoding
  delimiter: ',' | '\t' | '|' | ';'
  newline: '\n' | '\r\n'
  /** `all`: every value between quotes. `needed`: only those that hold a delimiter, a quote or a line end. */
  quotes: 'all' | 'needed'
}

/** Column whose text carries the damage of a broken line. */
const DAMAGED_COLUMN = 1

/** A delimited text file with a header line. Returned lines count line ends inside quotes too. */
export function csvWriter(sink: Sink, header: readonly string[], form: CsvForm): ExtractWriter {
  const blocks = new TextBlocks(sink, form.encoding)
  const special = form.delimiter === '|' ? /[|"\r\n]/ : new RegExp(`[${form.delimiter}"\r\n]`)
  const isQuoted = form.quotes === 'all' ? () => true : (value: string) => special.test(value)
  let line = 1
  const put = (fields: readonly string[], broken: boolean) => {
    blocks.add(fields.join(form.delimiter) + form.newline, broken)
    const start = line++
    for (const field of fields) line += lineEnds(field)
    return start
  }
  const write = (values: readonly (string | null)[]) => {
    const start = line++
    let text = ''
    for (let i = 0; i < values.length; i++) {
      if (i > 0) text += form.delimiter
      const value = values[i] ?? null
      if (value === null) continue
      if (!isQuoted(value)) text += value
      else {
        text += quote(value)
        line += lineEnds(value)
      }
    }
    blocks.add(text + form.newline)
    return start
  }
  const field = (value: string | null) => {
    if (value === null) return ''
    return isQuoted(value) ? quote(value) : value
  }
  write(header)
  return {
    write: (values, damage) =>
      damage ? put(damaged(values, damage, field), damage === 'encoding') : write(values),
    close: () => blocks.close(),
  }
}

function damaged(
  values: readonly (string | null)[],
  damage: Damage,
  field: (value: string | null) => string,
): string[] {
  const fields = values.map(field)
  const text = values[DAMAGED_COLUMN] || '未填'
  if (damage === 'columns_missing') return fields.slice(0, -2)
  if (damage === 'columns_extra') return [...fields, field('备注'), field('1')]
  if (damage === 'quote') fields[DAMAGED_COLUMN] = `"${text}"（曾用名）"`
  if (damage === 'encoding') fields[DAMAGED_COLUMN] = field(`${text}${BROKEN_BYTE}`)
  if (damage === 'nul') fields[DAMAGED_COLUMN] = field(`${text}\0`)
  return fields
}

function quote(value: string): string {
  return `"${value.includes('"') ? value.replaceAll('"', '""') : value}"`
}

function lineEnds(text: string): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++
  return count
}
