import { dirname, join, normalize } from 'node:path'
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { allTexts, locales, type Text } from '../core/locale.ts'
import { isTest } from './direction.ts'
import { importsOf, readSources } from './direction_imports.ts'
import { usesOf } from './locale_uses.ts'

const root = join(import.meta.dirname, '..')
const sources = Object.entries(readSources(root)).filter(
  ([file]) => !isTest(file) && !/^(test|bench)\//.test(file),
)
const uses = sources.flatMap(([file, source]) => usesOf(file, source))
let texts: ReadonlyMap<string, Text>

beforeAll(async () => {
  const tables = sources.filter(
    ([file, source]) => file !== 'core/locale.ts' && source.includes('defineTexts({'),
  )
  for (const [file] of tables) await import(pathToFileURL(join(root, file)).href)
  texts = allTexts()
  expect(tables.length).toBeGreaterThan(5)
})

describe('the wording', () => {
  it('exists for every text that the source asks for (the compiler sees to errors)', () => {
    expect(uses.length).toBeGreaterThan(20)
    expect(
      uses.filter((use) => !texts.has(use.key)).map((use) => `${use.file}:${use.line} ${use.key}`),
    ).toEqual([])
  })

  it('is loaded by every app, whichever rooms a command needs', () => {
    const loaded = reachable('apps/wording.ts')
    const tables = sources.filter(
      ([file, source]) => source.includes('defineTexts({') && !/^(apps|demo|core)\//.test(file),
    )
    expect(tables.map(([file]) => file).filter((file) => !loaded.has(file))).toEqual([])
  })

  it('is given every field that it names', () => {
    const unfilled = uses.flatMap(({ file, line, key, given }) =>
      locales
        .flatMap((locale) => fieldsOf(texts.get(key)?.[locale] ?? ''))
        .filter((field) => given && !given.includes(field))
        .map((field) => `${file}:${line} ${key} {${field}}`),
    )
    expect([...new Set(unfilled)]).toEqual([])
  })

  it('is Chinese in zh-CN and has no Chinese punctuation in en', () => {
    for (const [key, text] of texts) {
      const parts = key.startsWith('error.') ? [...locales, 'kind'] : locales
      expect(Object.keys(text).sort(), key).toEqual([...parts].sort())
      expect(text.en.trim(), key).not.toBe('')
      expect(text['zh-CN'].trim(), key).not.toBe('')
      if (key.startsWith('error.')) expect(text['zh-CN'], key).toMatch(/\p{Script=Han}/u)
      expect(text.en, key).not.toMatch(/[，。；：！？（）]/)
    }
  })
})

describe('the guard', () => {
  const source = `
    io.say(io.text('run.five', { 'z': 1 })); await file.text('utf8'); io.text('run.six')
    io.text(bad ? 'run.two' : ('run.three'), { ...more })
    io.text(key, { x })
    // io.text('run.never')
  `

  it('reads keys and the fields given with them', () => {
    expect(usesOf('x.ts', source)).toEqual([
      { file: 'x.ts', line: 2, key: 'run.five', given: ['z'] },
      { file: 'x.ts', line: 2, key: 'run.six', given: [] },
      { file: 'x.ts', line: 3, key: 'run.two', given: undefined },
      { file: 'x.ts', line: 3, key: 'run.three', given: undefined },
    ])
  })
})

/** The files that `entry` loads. */
function reachable(entry: string, found = new Set<string>()): Set<string> {
  found.add(entry)
  const source = sources.find(([file]) => file === entry)?.[1] ?? ''
  for (const specifier of importsOf(entry, source)) {
    const file = specifier?.startsWith('.') ? normalize(join(dirname(entry), specifier)) : undefined
    if (file && !found.has(file)) reachable(file, found)
  }
  return found
}

function fieldsOf(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '')
}
