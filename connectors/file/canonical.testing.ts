/** Reads the canonical dialect back, for tests: NULL is an empty unquoted field. */
export function parseCanonical(text: string): (string | null)[][] {
  const rows: (string | null)[][] = []
  let row: (string | null)[] = []
  let at = 0
  while (at < text.length) {
    const end = text[at] === '"' ? endOfQuoted(text, at) : endOfPlain(text, at)
    const field = text.slice(at, end)
    row.push(field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field || null)
    if (text[end] === '\n') {
      rows.push(row)
      row = []
    } else if (text[end] !== ',') throw new Error(`not canonical at ${end}`)
    at = end + 1
  }
  return rows
}

function endOfQuoted(text: string, start: number): number {
  let at = text.indexOf('"', start + 1)
  while (at >= 0 && text[at + 1] === '"') at = text.indexOf('"', at + 2)
  return at + 1
}

function endOfPlain(text: string, start: number): number {
  let at = start
  while (at < text.length && text[at] !== ',' && text[at] !== '\n') {
    if (text[at] === '"') throw new Error(`not canonical at ${at}`)
    at++
  }
  return at
}
