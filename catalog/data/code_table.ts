/** A code table of a standard. `codes` maps each code to its Chinese meaning. */
export interface CodeTable {
  id: string
  name: { 'zh-CN': string; en: string }
  standard: string
  codes: Record<string, string>
}

/** The standard of tables whose codes the platform set itself, because no standard's list is at hand. */
export const PLATFORM_CODES = '自治区公共数据平台代码（本平台自定）'

/** A table from `01汉族 02蒙古族 …`: codes of letters and digits, each before its meaning. A code given twice throws. */
export function codeTable(id: string, zh: string, en: string, standard: string, text: string): CodeTable {
  return { id, name: { 'zh-CN': zh, en }, standard, codes: codes(text) }
}

/** Reads `01汉族 02蒙古族 …`; a colon parts a code from a meaning that begins with a letter. A code given twice throws. */
export function codes(text: string): Record<string, string> {
  const entries = text.split(/\s+/).map((each): [string, string] => {
    const code = /^[0-9A-Z]+/.exec(each)?.[0] ?? ''
    return [code, each.slice(code.length).replace(/^:/, '')]
  })
  const table = Object.fromEntries(entries)
  if (Object.keys(table).length !== entries.length) throw new Error(`a code table has a code twice: ${text}`)
  return table
}
