import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { outputOfQuery, report, Stopwatch } from '../contestant.ts'
import { openScript } from '../duckdb.ts'
import { accepted, isWarning, rowChecks, typed } from './floor_sql.ts'
import { registerOf } from './register.ts'

/**
 * The same checks, written by hand for DuckDB: one scan judges every row, into the typed rows with two masks of bits;
 * then a query each for the references and the repeated keys; then what the platform writes too: failing rows with the
 * ids of their rules and what was received, counts by rule and city, accepted rows in sixteen buckets. No order, no log,
 * no severity, no wording.
 */
const [root = '', bad = '0.01', memory = '3GB'] = process.argv.slice(2)
const out = join(root, 'floor')
rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const { connection, close } = await openScript(join(out, 'spill'), memory)
const watch = new Stopwatch()
const timed = (stage: string, statement: string) =>
  watch.time(stage, async () => void (await connection.run(statement)))

/** The columns as the register has them. */
const order = registerOf().dataset.fields.map(({ id }) => id)
const raw = `read_parquet('${join(root, `raw-${bad}.parquet`)}')`
const rules = [...Object.keys(rowChecks), 'employer.reference.missing', 'citizen_id.unique.duplicate']
const WORD = 62
const bit = (rule: string) => {
  const at = rules.indexOf(rule)
  return { word: Math.floor(at / WORD), value: 1n << BigInt(at % WORD) }
}
const has = (rule: string) => `m${bit(rule).word} & ${bit(rule).value} <> 0`
const anyOf = (chosen: (rule: string) => boolean) =>
  [0, 1]
    .map((word) => {
      const bits = rules
        .filter((rule) => chosen(rule) && bit(rule).word === word)
        .reduce((sum, rule) => sum | bit(rule).value, 0n)
      return `m${word} & ${bits} <> 0`
    })
    .join(' or ')
const rejected = `(${anyOf((rule) => !isWarning(rule))})`
const mask = (word: number) =>
  Object.entries(rowChecks)
    .filter(([rule]) => bit(rule).word === word)
    .map(([rule, check]) => `case when ${check} then ${bit(rule).value}::bigint else 0::bigint end`)
    .join(' | ')
const city =
  "case when household_division <> '150000' and not (m0 & city_bit <> 0) then left(household_division, 4) || '00' end"
const add = (rule: string, lines: string) =>
  `update judged set m${bit(rule).word} = m${bit(rule).word} | ${bit(rule).value} where _line in (${lines})`

await timed(
  'scan',
  `create temp table judged as select _extract, _line, _op, ${accepted()}, (${mask(0) || '0'})::bigint as m0, (${mask(1) || '0'})::bigint as m1 from ${typed(raw)}`,
)
await timed(
  'reference',
  add(
    'employer.reference.missing',
    `select _line from judged where employer is not null and not (${anyOf((rule) => rule.startsWith('employer.') && !isWarning(rule))}) and employer not in (select key from read_parquet('${join(root, 'employers.parquet')}'))`,
  ),
)
await timed(
  'unique',
  add(
    'citizen_id.unique.duplicate',
    `select _line from (select _line, row_number() over (partition by citizen_id order by updated_at desc, _line desc) as place from judged
      where not ${rejected} and citizen_id in (select citizen_id from judged where citizen_id is not null group by citizen_id having count(*) > 1)) where place > 1`,
  ),
)
const columns = order.map((field) => `'${field}': r.${field}`).join(', ')
const found = rules.map((rule) => `case when ${has(rule)} then '${rule}' end`).join(', ')
await timed(
  'failing rows',
  `copy (select r._extract, r._line, r._op, ${rejected} as rejected, list_filter([${found}], lambda each: each is not null) as violations, to_json({${columns}})::varchar as raw
    from ${raw} as r join (select _line, m0, m1 from judged where m0 <> 0 or m1 <> 0) as j on r._line = j._line) to '${join(out, 'failing.parquet')}' (format parquet, compression zstd)`,
)
const place = city.replace('not (m0 & city_bit <> 0)', `not (${has('household_division.division.unknown')})`)
await timed(
  'counts',
  `copy (select ${place} as city, count(*) as rows, ${rules.map((rule) => `count(*) filter (${has(rule)}) as "${rule}"`).join(', ')} from judged group by 1) to '${join(out, 'counts.parquet')}' (format parquet)`,
)
await timed(
  'accepted rows',
  `copy (select * exclude (m0, m1), (md5_number_lower(citizen_id) % 16)::integer as bucket from judged where not ${rejected}) to '${join(out, 'accepted')}' (format parquet, compression zstd, partition_by (bucket))`,
)
const each = (name: string) => `read_parquet('${join(out, name)}')`
await report(watch, async () => ({
  failing: await outputOfQuery(
    connection,
    `select _line, rejected, list_sort(violations) as violations, raw from ${each('failing.parquet')}`,
  ),
  counts: await outputOfQuery(
    connection,
    `select city as division, rule, failed from (unpivot (select * exclude (rows) from ${each('counts.parquet')}) on columns(* exclude (city)) into name rule value failed) where failed > 0`,
  ),
  accepted: await outputOfQuery(
    connection,
    `select _line, ${order.join(', ')} from read_parquet('${join(out, 'accepted')}/*/*.parquet')`,
  ),
}))
close()
