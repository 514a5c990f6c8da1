import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { withCodesTable } from './docs_table.ts'
import { allowedFunctions, allowedOperators } from './expressions/functions.ts'

const pages = { 'zh-CN': 'quality.zh-CN.md', en: 'quality.md' } as const

describe('the pages on quality', () => {
  it.each(['zh-CN', 'en'] as const)('have the table of every violation code as it is (%s)', (locale) => {
    const page = readFileSync(new URL(`../docs/${pages[locale]}`, import.meta.url), 'utf8')
    expect(withCodesTable(page, locale)).toBe(page)
  })

  it.each(['zh-CN', 'en'] as const)('name every function and operator of expressions (%s)', (locale) => {
    const page = readFileSync(new URL(`../docs/${pages[locale]}`, import.meta.url), 'utf8')
    const missing = [...allowedFunctions.keys(), ...allowedOperators].filter(
      (name) => !page.includes(`\`${name}\``),
    )
    expect(missing).toEqual([])
  })
})
