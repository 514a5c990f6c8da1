/** A table in Markdown. Cells are Markdown; what would end a cell is escaped. */
export function mdTable(headers: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.map(mdCell).join(' | ')} |`
  return [line(headers), `|${headers.map(() => ' --- ').join('|')}|`, ...rows.map(line)].join('\n')
}

function mdCell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', '<br>')
}

/** Text as it reads in Markdown, also where it holds what Markdown would take for marks. */
export function mdText(text: string): string {
  return text.replace(/[\\`*_<>[\]]/g, '\\$&')
}

/** An identifier; none: nothing. */
export function mdCode(text: string | undefined): string {
  return text ? `\`${text.replaceAll('`', '')}\`` : ''
}
