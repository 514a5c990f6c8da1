const DELIMITERS = [',', '\t', '|', ';'] as const

/** The delimiter of a file and its column headers. */
export interface CsvHeader {
  delimiter: number
  headers: string[]
}

/** Splits the header line by the delimiter under which most columns are recognised; null when none is. */
export function readHeader(line: string, lookup: (header: string) => string | undefined): CsvHeader | null {
  const readings = DELIMITERS.map((delimiter) => {
    const headers = splitHeader(line, delimiter)
    const known = headers.filter((header) => lookup(header) !== undefined).length
    return { delimiter: delimiter.charCodeAt(0), headers, known }
  })
  const best = readings.reduce((a, b) => (b.known > a.known ? b : a))
  return best.known > 0 ? { delimiter: best.delimiter, headers: best.headers } : null
}

/** One line into its fields, quotes taken off. A header is short: plain code will do. */
function splitHeader(line: string, delimiter: string): string[] {
  const fields: string[] = []
  let field = ''
  let quoted = false
  for (const character of line) {
    if (character === '"') quoted = !quoted
    else if (character === delimiter && !quoted) {
      fields.push(field)
      field = ''
    } else field += character
  }
  return [...fields, field]
}
