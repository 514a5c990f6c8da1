import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { openEngine } from '../../warehouse/engine/engine.ts'
import { registerOf } from '../catalogue.testing.ts'
import { judgeRows } from '../judge.testing.ts'
import { checkExpressions } from './compile.ts'

const folder = mkdtempSync(join(tmpdir(), 'expressions-'))
const engine = await openEngine({ tempDirectory: folder, threads: 1 })
afterAll(() => {
  engine.close()
  rmSync(folder, { recursive: true })
})

function registerWith(bad: string) {
  return registerOf(
    {
      id: { type: 'text' },
      name: { type: 'personName' },
      amount: { type: 'decimal' },
      count: { type: 'integer' },
      begun: { type: 'date' },
      ended: { type: 'date' },
      shape: { type: 'geometry' },
    },
    [{ kind: 'expression', id: 'check', field: 'amount', name: { 'zh-CN': '自定', en: 'Own' }, bad }],
  )
}

async function refusalOf(bad: string): Promise<string | undefined> {
  const [error] = await checkExpressions(engine, registerWith(bad).catalogue)
  return error && `${error.code.replace('quality.expression_', '')} ${error.fields.part}`
}

const rule = 'test_register.amount.custom.check'

describe('custom expressions', () => {
  it.each([
    ['amount > 100 and count < 5', { amount: '101', count: '4' }, { amount: '100', count: '4' }],
    ["name like '张%'", { name: '张三丰' }, { name: '李' }],
    ['ended < begun', { begun: '2020-01-02', ended: '2020-01-01' }, { begun: '2020-01-01', ended: null }],
    [
      "date_diff('day', begun, ended) > 30",
      { begun: '2020-01-01', ended: '2020-02-28' },
      { begun: '2020-01-01', ended: '2020-01-31' },
    ],
    ['not (amount between 1 and 2)', { amount: '3' }, { amount: '1.5' }],
    [
      'case when count = 1 then amount = 0 else false end',
      { count: '1', amount: '0' },
      { count: '2', amount: '0' },
    ],
    ['count in (1, 2, 3) or name is null', { count: '2', name: '甲' }, { count: '4', name: '甲' }],
    ['amount * 2.5 = 10', { amount: '4' }, { amount: '4.1' }],
    ["regexp_full_match(id, '[A-Z]{2}[0-9]{3}')", { id: 'AB123' }, { id: 'AB12' }],
    ['year(begun) = 1999 and month(begun) <> 2', { begun: '1999-03-01' }, { begun: '1999-02-01' }],
    ["begun < date '2000-01-01'", { begun: '1999-12-31' }, { begun: '2000-01-01' }],
    ['count % 2 = 1 and amount is not distinct from null', { count: '3' }, { count: '3', amount: '1' }],
  ])('judge by %s', async (bad, wrong, right) => {
    const { catalogue, dataset } = registerWith(bad)
    const base = { id: 'x1', updated_at: '2026-01-01' }
    const { quarantined } = await judgeRows(
      engine,
      dataset,
      [
        { ...base, ...wrong },
        { ...base, id: 'x2', ...right },
      ],
      { catalogue },
    )
    const found = quarantined.filter((row) => row.rules.includes(rule)).map((row) => row.line)
    expect(found).toEqual([2])
  })

  it.each([
    ['(select true)', 'part SUBQUERY'],
    ['exists (select 1 from range(10))', 'part SUBQUERY'],
    ['amount > any (select 1)', 'part SUBQUERY'],
    ['true from test_register', 'part SELECT'],
    ['true where 1 = 1', 'part SELECT'],
    ['true; select false', 'part SELECT'],
    ['true; drop table x', 'syntax Only SELECT statements can be serialized to json!'],
    ['true union select false', 'part SELECT'],
    ['true, false', 'part SELECT'],
    ['true order by 1', 'part SELECT'],
    ['distinct true', 'part SELECT'],
    ['true limit 1', 'part SELECT'],
    ['true group by 1', 'part SELECT'],
    ['*', 'part STAR'],
    ["columns('a')", 'part STAR'],
    ['#1', 'part POSITIONAL_REFERENCE'],
    ['$1', 'part PARAMETER'],
    ['?', 'part PARAMETER'],
    ['amount > ?', 'part PARAMETER'],
    ['sum(amount) over () > 1', 'part WINDOW'],
    ['sum(amount) > 1', 'function sum'],
    ['count(*) > 1', 'function count_star'],
    ['count(count) filter (true) > 1', 'function count'],
    ['list_transform([1], lambda x: x) is null', 'function list_transform'],
    ["read_text('/etc/passwd') is null", 'function read_text'],
    ["getenv('HOME') is null", 'function getenv'],
    ["current_setting('threads') is null", 'function current_setting'],
    ["getvariable('x') is null", 'function getvariable'],
    ['random() > 0.5', 'function random'],
    ['now() > begun', 'function now'],
    ["nextval('s') > 1", 'function nextval'],
    ['current_date > begun', 'column current_date'],
    ['rowid > 1', 'column rowid'],
    ['_line > 1', 'column _line'],
    ['"amount$text" is null', 'column amount$text'],
    ['raw.amount > 1', 'column raw.amount'],
    ['shape is null', 'column shape'],
    ['AMOUNT > 1', 'column AMOUNT'],
    ["repeat(name, 1000000000) = 'x'", 'function repeat'],
    ["lpad(name, 1000000000, 'x') = 'x'", 'function lpad'],
    ["replace(name, 'a', 'aaaaaaaa') = 'x'", 'arguments replace'],
    ['regexp_matches(name, id)', 'arguments regexp_matches'],
    ['left(name) is null', 'arguments left'],
    ['amount ** 2 > 1', 'function **'],
    ['main.abs(amount) > 1', 'function abs'],
    ["name collate nocase = 'x'", 'part COLLATE'],
    ['begun + interval 3 day > ended', 'function to_days'],
    ["name::blob = 'x'", 'type BLOB'],
    ['[amount] is null', 'function list_value'],
    ["{'a': amount} is null", 'function struct_pack'],
    ['amount > 123456789012345678901234567890', 'constant HUGEINT'],
    ['0 xFF', 'part alias xFF'],
    ['try(amount > 1)', 'part OPERATOR_TRY'],
    ["amount > 1 -- '", undefined],
  ])('refuse %s', async (bad, refusal) => {
    expect(await refusalOf(bad)).toBe(refusal)
  })

  it.each([
    ['amount', /^type DECIMAL/],
    ['name > 1 and', /^syntax /],
    ['begun > amount', /^type /],
    [`${'not ('.repeat(60)}true${')'.repeat(60)}`, /^size /],
    [Array.from({ length: 250 }, () => 'amount>1').join(' or '), /^size /],
    [`name = '${'x'.repeat(501)}'`, /^size /],
    [`'`, /^syntax /],
  ])('refuse %s with a reason', async (bad, refusal) => {
    expect(await refusalOf(bad)).toMatch(refusal)
  })

  const failing: [bad: string, row: Record<string, string | null>][] = [
    ['100 / (count - 1) > 3', { count: '1' }],
    ['100 / (count - 1) < 3', { count: '1' }],
    ['not (100 / (count - 1) > 3)', { count: '1' }],
    ['(count - 1) / (count - 1) <> 1', { count: '1' }],
    ['amount / 0 > 1', { amount: '5' }],
    ['-amount / 0.0 < 1', { amount: '5' }],
    ['(100 / (count - 1)) is null', { count: '1' }],
    ['(100 // (count - 1)) is null', { count: '1' }],
    ['count % (count - 1) is null', { count: '1' }],
    ['coalesce(mod(count, count - 1), 7) = 7', { count: '1' }],
    ['1 / (1 / (count - 1)) > 0 or name is null', { count: '1' }],
    ['cast(name as integer) > 3', { name: '甲' }],
    ['cast(name as double) > 3', { name: 'nan' }],
    ['cast(name as double) > 3', { name: ' Infinity' }],
    ['try_cast(name as double) > 3', { name: 'inf' }],
    ['cast(name as integer) > 3 or cast(name as integer) < -3', { name: '甲' }],
    ['cast(id as date) < begun', { id: '2023-02-30', begun: '2024-01-01' }],
    ['cast(name as boolean) or amount is null', { name: '也许' }],
    ['cast(amount as integer) > 0', { amount: '99999999999' }],
    ['count * 9000000000000000 > 1', { count: '999999' }],
    ['count * count > 1', { count: '99999999999' }],
    ['abs(count * 9007199254740991) > 1', { count: '-999999' }],
    ['make_date(count, 99, 99) is null', { count: '1' }],
    ['make_date(count, 2, 30) < begun', { count: '2000', begun: '2020-01-01' }],
    ['amount > 1', { amount: null }],
    ['not (amount > 1)', { amount: null }],
    ['amount <> 1', { amount: null }],
    ['name not in (id, name)', { name: null }],
    ['amount > 1 and count > 1', { amount: '2', count: null }],
    ['not (amount > 1 or count > 1)', { amount: '1', count: null }],
    ['case when amount > 1 then true end', { amount: null }],
  ]

  it.each(failing)('let a row pass on which %s fails or is unknown: %j', async (bad, row) => {
    const { catalogue, dataset } = registerWith(bad)
    const base = { id: 'x1', count: '1', name: '甲', updated_at: '2026-01-01' }
    const judged = await judgeRows(engine, dataset, [{ ...base, ...row }], { catalogue })
    expect(judged.quarantined).toEqual([])
    expect(judged.counts).toMatchObject({ accepted: 1, quarantined: 0 })
  })

  it.each([
    ['100 / (count - 1) > 3', '1', '2', '999999'],
    ['100 // (count - 1) > 3', '1', '2', '999999'],
    ['100 % (count - 1) = 1', '1', '4', '3'],
    ['amount / (count - 1) > 1', '1', '2', '900'],
    ['count * 9000000000000000 > 1', '999999', '2', '-1'],
    [
      "cast(case when count = 3 then '1' when count = 2 then '1e3' else name end as double) > 3",
      '1',
      '2',
      '3',
    ],
  ])('judge the other rows by %s', async (bad, failed, wrong, right) => {
    const { catalogue, dataset } = registerWith(bad)
    const rows = [failed, wrong, right].map((count, at) => ({
      id: `x${at}`,
      count,
      amount: '5',
      name: '甲',
      updated_at: '2026-01-01',
    }))
    const { quarantined } = await judgeRows(engine, dataset, rows, { catalogue })
    expect(quarantined.map((row) => row.line)).toEqual([3])
  })

  it('fail on their own where several expressions have a failing part in common', async () => {
    const { catalogue, dataset } = registerWith('cast(name as integer) > 3')
    const [first] = dataset.rules
    if (first?.kind !== 'expression') throw new Error('no expression')
    const rules = [first, { ...first, id: 'second', bad: 'cast(name as integer) > 3 and count = 1' }]
    const several = { ...dataset, rules: [...rules, { ...first, id: 'third', bad: 'count = 1' }] }
    const rows = ['甲', '17'].map((name, at) => ({
      id: `x${at}`,
      name,
      count: '1',
      updated_at: '2026-01-01',
    }))
    const found = await judgeRows(engine, several, rows, { catalogue: { ...catalogue, datasets: [several] } })
    const custom = found.quarantined.map((row) => row.rules.filter((id) => id.includes('custom')).sort())
    const [one, two, three] = ['check', 'second', 'third'].map((id) => `test_register.amount.custom.${id}`)
    expect(custom).toEqual([[three], [one, two, three]])
  })

  it('keep nested divisions within the limit of an expression', async () => {
    const nested = `${'1 / ('.repeat(12)}count${')'.repeat(12)} > 0`
    expect(await refusalOf(nested)).toBe('size 400')
  })
})
