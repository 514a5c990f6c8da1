/** Reads the canonical dialect back, for tests: NULL is an empty unquoted field. */
export function parseCanonical(text: string): (string | null)[][] {
  const rows: (string | null)[][] = []
  let row: (string | null)[] = []
  let at = 0
  while (at < text.length) {
    const quoted = text[at] === '"'
    const pattern = quoted ? /"((?:[^"]|"")*)"/y : /[^,\n"]*/y
    pattern.lastIndex = at
    const found = pattern.exec(text)
    if (!found) throw new Error(`not canonical at ${at}`)
    row.push(quoted ? (found[1] ?? '').replaceAll('""', '"') : found[0] || null)
    at += found[0].length
    if (text[at] === '\n') {
      rows.push(row)
      row = []
    } else if (text[at] !== ',') throw new Error(`not canonical at ${at}`)
    at++
  }
  return rows
}
