import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { catalogue } from '../catalog/catalogue.ts'
import { generatedDocs } from '../pipelines/catalogue_docs/generate.ts'

const docs = join(import.meta.dirname, '../docs')
const pages = generatedDocs(catalogue)

describe('the generated pages of docs/', () => {
  it.each(pages)(
    '%s is what the catalogue generates (else: npx shuyuan catalogue docs)',
    async (path, content) => {
      expect(readFileSync(join(docs, path), 'utf8')).toBe(await content())
    },
  )

  it('are the only pages of docs/foundations', () => {
    const generated = pages.map(([path]) => path).filter((path) => path.startsWith('foundations/'))
    expect(
      readdirSync(join(docs, 'foundations'))
        .map((name) => `foundations/${name}`)
        .sort(),
    ).toEqual(generated.sort())
  })

  it.each(pages)('%s has no link that leads nowhere', async (_path, content) => {
    const text = String(await content())
    const anchors = new Set([...text.matchAll(/<a id="([^"]+)">/g)].map((match) => match[1]))
    const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map((match) => match[1])
    expect(links.filter((link) => !anchors.has(link))).toEqual([])
  })

  it.each(pages)('%s has tables of even rows and no unfilled text', async (_path, content) => {
    const text = String(await content())
    expect(text).not.toMatch(/undefined|docs\.\w+|catalog\.label|\{\w+\}/)
    const cells = (line: string) => line.replaceAll('\\|', '').split('|').length
    const lines = text.split('\n')
    const uneven = lines.filter((line, at) => {
      const above = lines[at - 1]
      return line.startsWith('|') && above?.startsWith('|') && cells(line) !== cells(above)
    })
    expect(uneven).toEqual([])
  })
})
