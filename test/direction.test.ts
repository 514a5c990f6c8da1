import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  checkDirection,
  circlesOf,
  dialectOutOfPlace,
  passedOn,
  sqlOutOfPlace,
  unnamedSql,
} from './direction.ts'
import { importsOf, readSources } from './direction_imports.ts'
import { owners, rooms } from './direction_rules.ts'

describe('the house', () => {
  const sources = readSources(join(import.meta.dirname, '..'))

  it('is all read', () => {
    const tops = new Set(Object.keys(sources).map((file) => file.split('/')[0]))
    for (const { path } of rooms) expect(tops).toContain(path)
    expect(Object.keys(sources).filter((file) => file.startsWith('catalog/data/')).length).toBeGreaterThan(3)
  })

  it('keeps the direction of imports', () => {
    const violations = checkDirection(sources)
    expect(violations, violations.join('\n')).toEqual([])
  })

  it('writes no SQL where things are put together', () => {
    const found = sqlOutOfPlace(sources)
    expect(found, found.join('\n')).toEqual([])
  })

  it('calls SQL a relation or an expression', () => {
    const found = unnamedSql(sources)
    expect(found, found.join('\n')).toEqual([])
  })

  it('says by name what engines do differently, in what must run on another one', () => {
    const found = dialectOutOfPlace(sources)
    expect(found, found.join('\n')).toEqual([])
  })

  it('imports from the file that declares', () => {
    const found = passedOn(sources)
    expect(found, found.join('\n')).toEqual([])
  })

  it('has no files that import one another in a circle, by value or by type', () => {
    expect(circlesOf(sources)).toEqual([])
  })
})

describe('the guard', () => {
  let root: string
  beforeAll(() => {
    root = mkdtempSync(join(tmpdir(), 'direction-'))
    for (const [file, text] of Object.entries(badHouse)) {
      mkdirSync(dirname(join(root, file)), { recursive: true })
      writeFileSync(join(root, file), text)
    }
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it('finds every wrong import of a bad house, and nothing else', () => {
    expect(checkDirection(readSources(root))).toEqual(expected)
  })

  it.each(Object.keys(owners))('gives %s to its owners alone', (engine) => {
    const text = `import '${engine}'\nimport('${engine}/lib/part.js')`
    for (const folder of owners[engine] ?? [])
      expect(checkDirection({ [`${folder}/x.ts`]: text })).toEqual([])
    expect(checkDirection({ 'catalog/x.ts': text })).toHaveLength(2)
    for (const file of ['catalog/x.test.ts', 'test/x.ts', 'bench/x.ts', 'demo/x.ts']) {
      expect(checkDirection({ [file]: text })).toEqual([])
    }
  })

  it('finds SQL in pipelines, by template, by type and on demand, and not in their tests', () => {
    const found = sqlOutOfPlace({
      'pipelines/a.ts': "import { sql } from 'kysely'",
      'pipelines/stages/b.ts': "import type { RawBuilder } from 'kysely'",
      'pipelines/c.ts': "const { sql } = await import('kysely')",
      'pipelines/a.test.ts': "import { sql } from 'kysely'",
      'warehouse/d.ts': "import { sql } from 'kysely'",
    })
    expect(found).toEqual(
      ['pipelines/a.ts', 'pipelines/c.ts', 'pipelines/stages/b.ts'].map(
        (file) =>
          `${file} imports kysely: pipelines write no SQL, the room of the subject does (docs/architecture.md)`,
      ),
    )
  })

  it("finds the builder's own type, also among others and in tests", () => {
    const found = unnamedSql({
      'quality/a.ts': "import { z } from 'zod'\nimport { type RawBuilder, sql } from 'kysely'",
      'test/b.test.ts': "import type {\n  RawBuilder,\n} from 'kysely'",
      'warehouse/engine/c.ts': "import type { RawBuilder } from 'kysely'",
      'catalog/d.ts': "// RawBuilder\nimport { sql } from 'kysely'",
    })
    expect(found.map((each) => each.split(':')[0])).toEqual([
      'quality/a.ts imports RawBuilder',
      'test/b.test.ts imports RawBuilder',
    ])
  })

  it('finds files that pass on what others declare, and nothing else that is exported', () => {
    const found = passedOn({
      'core/a.ts': "export { b } from './b.ts'",
      'core/c.ts': "import './locale.ts'\n\nexport type {\n  D,\n} from '../d.ts'",
      'core/e.ts': "export * from './f.ts'",
      'core/g.ts':
        "import { h } from './h.ts'\nexport const i = h('select * from ./x')\nexport { z } from 'zod'",
      'apps/package.ts': "export { b } from '../core/b.ts'",
      'core/a.test.ts': "export { b } from './b.ts'",
    })
    expect(found.map((each) => each.split(' ')[0])).toEqual(['core/a.ts', 'core/c.ts', 'core/e.ts'])
  })

  it('finds the dialect in SQL of rules and resolution, whatever is put between, and nowhere else', () => {
    const raw = `const list = 1
      sql\`select \${list}, List_Filter(\${a}, lambda x: x) \${sql\`TRY_CAST (a as b)\`}\``
    const found = dialectOutOfPlace({
      'warehouse/resolve/a.ts': raw,
      'quality/rules/kinds/b.ts': `sql<boolean>\`not hash(\${a}) in (1)\``,
      'quality/rules/kinds/c.ts': "const text = 'hash(1)'\nsql`select lengths, rehash(1), hash from t`",
      'warehouse/resolve/a.test.ts': raw,
      'exchange/d.ts': raw,
    })
    expect(found.map((each) => each.split(':')[0])).toEqual([
      'quality/rules/kinds/b.ts writes hash',
      'warehouse/resolve/a.ts writes List_Filter',
      'warehouse/resolve/a.ts writes lambda',
      'warehouse/resolve/a.ts writes TRY_CAST',
    ])
  })

  it('finds circles, through types too', () => {
    const circle = {
      'a.ts': "import type { B } from './b.ts'",
      'b.ts': "export * from './c.ts'",
      'c.ts': "type A = import('./a.ts').A\nimport './d.ts'\nawait import('./f.ts')",
      'f.ts': "import './c.ts'",
      'd.ts': "import { c } from './e.test.ts'",
      'e.test.ts': "import './d.ts'",
    }
    expect(circlesOf(circle)).toEqual([['a.ts', 'b.ts', 'c.ts']])
  })

  it('reads every way to import, and no comment, text or pattern that looks like one', () => {
    expect(importsOf('x.ts', everyWay)).toEqual([...'abcdefghijklmn', null])
  })
})

const badHouse: Record<string, string> = {
  'core/clock.ts': "import { catalogue } from '../catalog/catalogue.ts'",
  'catalog/data/good.ts': "import { render } from '../../core/locale.ts'\nimport { z } from 'zod'",
  'connectors/file/land.ts': "export * from '../../warehouse/lake/store.ts'",
  'connectors/file/good.ts':
    "import 'exceljs'\nimport 'node:fs'\nimport '../names.ts'\nimport '../../warehouse/engine/engine.ts'",
  'exchange/door.ts': "const rules = await import('../quality/index.ts')",
  'jobs.config.ts':
    "import { openLake } from './warehouse/lake/index.ts'\nimport x from './pipelines/config.ts'",
  'pipelines/plan.ts': "import config from '../jobs.config.ts'\nimport type { Io } from '../apps/cli/io.ts'",
  'pipelines/good.ts': "import '../exchange/index.ts'\nimport '../warehouse/lake/index.ts'",
  'quality/judge.ts':
    "import { openLake } from '../warehouse/lake/index.ts'\nimport { entitle } from '../exchange/index.ts'",
  'quality/score.ts': 'const name = "../apps"\nawait import(name)',
  'warehouse/resolve/build.ts': "import { sample } from './sample.test.ts'\nimport '../../demo/generate.ts'",
  'warehouse/outside.ts': "import secret from '../../elsewhere/secret.ts'",
  'warehouse/data/named.ts': "type Q = import('bullmq').Queue",
  'apps/cli/main.ts':
    "import '../console/page.ts'\nimport '../../demo/generate.ts'\nimport config from '../../jobs.config.ts'",
  'apps/cli/main.test.ts': "import '../console/page.ts'\nimport '../../warehouse/lake/index.ts'\nimport 'pg'",
  'helpers/misc.ts': "import '../core/clock.ts'",
  'test/whole.ts': "import '../apps/cli/main.ts'\nimport '../apps/console/page.ts'\nawait import(name)",
  'node_modules/x/index.ts': "import '../../core/clock.ts'",
  'data/drop.ts': "import '../apps/cli/main.ts'",
}

const expected = [
  'apps/cli/main.test.ts imports apps/console/page.ts: apps never import each other (docs/architecture.md)',
  'apps/cli/main.ts imports apps/console/page.ts: apps never import each other (docs/architecture.md)',
  'connectors/file/land.ts imports warehouse/lake/store.ts: of warehouse, connectors import warehouse/engine only (docs/architecture.md)',
  'core/clock.ts imports catalog/catalogue.ts: core never imports catalog (docs/architecture.md)',
  'exchange/door.ts imports quality/index.ts: exchange never imports quality (docs/architecture.md)',
  'helpers/misc.ts imports core/clock.ts: helpers is no room (docs/architecture.md)',
  'jobs.config.ts imports warehouse/lake/index.ts: jobs.config.ts never imports warehouse (docs/architecture.md)',
  'pipelines/plan.ts imports jobs.config.ts: pipelines never import jobs.config.ts (docs/architecture.md)',
  'pipelines/plan.ts imports apps/cli/io.ts: pipelines never import apps (docs/architecture.md)',
  'quality/judge.ts imports exchange/index.ts: quality never imports exchange (docs/architecture.md)',
  'quality/score.ts imports a computed path: an import names its path in full, so that it can be checked (docs/architecture.md)',
  'warehouse/data/named.ts imports bullmq: only pipelines/queue may use bullmq (docs/architecture.md)',
  'warehouse/outside.ts imports ../elsewhere/secret.ts: nothing outside the project is imported (docs/architecture.md)',
  'warehouse/resolve/build.ts imports warehouse/resolve/sample.test.ts: only tests import tests (docs/architecture.md)',
  'warehouse/resolve/build.ts imports demo/generate.ts: warehouse never imports demo (docs/architecture.md)',
]

const everyWay = `
import a from 'a'
import type { B } from "b"
import 'c'
import { d } from 'd' with { type: 'json' }
export * from 'e'
export { f } from 'f'
export type { G } from 'g'
const h = await import('h')
const i = await import(\`i\`)
type J = import('j').J
import k = require('k')
const l = require('l')
const m = \`\${await import(
  'm'
)}\`
export * as n from 'n'
const computed = await import(m + n)
// import z from 'z'
/* import('z') */
const text = "import z from 'z'"
const template = \`import('z')\`
const pattern = /import\\('z'\\)/
export const local = 1
`
