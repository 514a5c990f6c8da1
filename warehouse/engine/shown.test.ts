import { DuckDBInstance } from '@duckdb/node-api'
import { expect, it } from 'vitest'
import { shownValue } from './shown.ts'

it.each<[string, unknown]>([
  ["timestamptz '2024-06-05 10:00:00.123456+08'", '2024-06-05 10:00:00.123456+08'],
  ["timestamptz '1960-06-05 02:00:00Z'", '1960-06-05 10:00:00+08'],
  ["timestamptz 'infinity'", 'infinity'],
  ["timestamp '2024-06-05 10:00:00'", '2024-06-05 10:00:00'],
  ["date '1960-02-03'", '1960-02-03'],
  ["time '10:00:01.5'", '10:00:01.5'],
  ['12345678901234567890::hugeint', '12345678901234567890'],
  ['9007199254740993', '9007199254740993'],
  ['42', 42],
  ['1.50::decimal(10, 2)', 1.5],
  ['1234567890123456.78::decimal(18, 2)', '1234567890123456.78'],
  ["'nan'::double", 'NaN'],
  ["[timestamptz '2024-06-05 10:00:00+08', null]", ['2024-06-05 10:00:00+08', null]],
  ["{'a': date '2020-01-01'}", { a: '2020-01-01' }],
  ['null', null],
])('%s', async (expression, shown) => {
  const connection = await (await DuckDBInstance.create(':memory:')).connect()
  const reader = await connection.runAndReadAll(`select ${expression}`)
  expect(shownValue(reader.getRows()[0]?.[0] ?? null)).toEqual(shown)
  connection.closeSync()
})
