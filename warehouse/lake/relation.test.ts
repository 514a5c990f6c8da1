import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { compile } from '../engine/sql.ts'
import { relationOf } from './relation.ts'
import { fileStore } from './store.ts'

const source = {
  place: { store: fileStore('/lake'), table: 'base/t' },
  schema: ['id', 'late', 'bucket'].map((name) => ({ name, type: 'INTEGER', nullable: true })),
  partitionBy: ['bucket'],
}
const file = (name: string, more = {}) => ({
  path: `bucket=1/${name}.parquet`,
  partitionValues: { bucket: '1' },
  ...more,
})
const textOf = (files: ReturnType<typeof file>[]) => compile(sql`FROM ${relationOf(source, files)}`).sql

const HIVE = "hive_partitioning = true, hive_types_autocast = false, hive_types = {'bucket': INTEGER}"
const scan = (columns: string, ...names: string[]) =>
  `SELECT ${columns} FROM read_parquet([${names.map((name) => `'/lake/base/t/bucket=1/${name}.parquet'`).join(', ')}], union_by_name = false, ${HIVE})`

it('is one plain scan of files that lack nothing', () => {
  expect(textOf([file('a'), file('b')])).toBe(`FROM (${scan('"id", "late", "bucket"', 'a', 'b')})`)
})

it('reads files that lack columns, or of which rows are left out, apart', () => {
  const old = { columns: 1 }
  const mask = { mask: { path: '_deleted/x.parquet', number: 3, keeps: 'others' } }
  const parts = textOf([file('a'), file('b', old), file('c', mask), file('d', old)]).split(' UNION ALL ')
  expect(parts.slice(0, 2)).toEqual([
    `FROM (${scan('"id", "late", "bucket"', 'a')}`,
    scan('"id", CAST(NULL AS INTEGER) AS "late", "bucket"', 'b', 'd'),
  ])
  expect(parts[2]).toContain(`${scan('"id", "late", "bucket"', 'c')} ANTI JOIN (`)
  expect(parts).toHaveLength(3)
})
