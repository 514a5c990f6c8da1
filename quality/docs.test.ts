import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { allTexts } from '../core/locale.ts'
import { codes } from './codes.ts'
import './locale.ts'

describe('the wording of violations', () => {
  // However a formatter pads the table.
  const page = readFileSync(new URL('../docs/quality.md', import.meta.url), 'utf8').replace(/ +/g, ' ')
  it.each(Object.entries(codes))('has %s, as docs/quality.md says', (code, { severity }) => {
    const words = allTexts().get(`violation.${code}`)
    const handling = allTexts().get(`severity.${severity}`)?.['zh-CN']
    const line = page.split('\n').find((each) => each.startsWith(`| \`${code}\` |`))
    expect(line).toContain(words?.['zh-CN'])
    expect(line).toContain(`| ${handling} |`)
  })
})
