import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Engine, openEngine } from './engine.ts'
import { withPresentKeys } from './present_keys.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ tempDirectory: join(tmpdir(), 'shuyuan-present-keys-test'), threads: 2 })
})
afterAll(() => engine.close())

const changes = {
  citizenId: sql`(select 'p1' as former, 'p2' as current)`,
  uscc: sql`(from (values ('e1', 'e2'), ('p1', 'never')) as t (former, current))`,
}

test('every identifier becomes the present one of its kind; what is nobody’s former key stays', async () => {
  const rows = sql`(from (values
    (1, 'p1', 'e1', '1', 'p1'), (2, 'p2', null, '2', 'p1'), (3, 'e1', 'x', '2', 'e1'), (4, null, 'e2', null, 'e1'))
    as t (n, person, body, kind, either))`
  const identifiers = [
    { column: 'person', type: 'citizenId' as const },
    { column: 'body', type: 'uscc' as const },
    { column: 'either', type: 'subjectId' as const, kind: 'kind' },
  ]
  const found = await engine.rows(
    sql`select person, body, either from ${withPresentKeys(rows, identifiers, changes)} order by n`,
  )
  expect(found).toEqual([
    { person: 'p2', body: 'e2', either: 'p2' },
    { person: 'p2', body: null, either: 'never' },
    { person: 'e1', body: 'x', either: 'e2' },
    { person: null, body: 'e2', either: 'e2' },
  ])
})

test('nothing is joined where no key changed', () => {
  const rows = sql`t`
  expect(withPresentKeys(rows, [{ column: 'body', type: 'uscc' }], { citizenId: sql`x` })).toBe(rows)
})
