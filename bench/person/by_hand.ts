import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { cityNames, countyNames, elsewhere, type NamesByCode } from '../../quality/facts/division_names.ts'
import { addressPlaceholder, personCharacters, personPlaceholder } from '../../quality/facts/texts.ts'
import type { Output } from '../benchmark.ts'
import { outputOfQuery, type Stopwatch } from '../contestant.ts'
import {
  checkCharacter,
  citizenIdChecks,
  codeCheck,
  dateChecks,
  divisionChecks,
  lengthCheck,
  type RowCheck,
  requiredCheck,
} from '../quality/checks.ts'

/** The register that people are in, and the columns of its files in their order. */
export const REGISTER = 'household_registration'
const dataset = datasetOf(catalogue, REGISTER)
const fields = dataset.fields.map(({ id }) => id)

/** An extract to take in by hand: its file, its number, the time of which it speaks, and the folder of the tables. */
export interface Intake {
  file: string
  /** Its rows say what each does, in a last column. */
  delta?: boolean
  extract: number
  asOf: string
  out: string
}

/** What an engineer checks of a row of this register; `true` of a bad one. Rules that keep the row are warnings. */
const checks: (RowCheck & { warns?: boolean })[] = [
  requiredCheck('citizen_id'),
  ...citizenIdChecks('citizen_id').map((check) => ({ ...check, warns: /place|age/.test(check.rule) })),
  {
    rule: 'citizen_id.citizen_id.form',
    bad: "citizen_id_n is not null and (left(citizen_id, 1) = '9' or left(citizen_id, 6) in ('810000', '820000', '830000'))",
    warns: true,
  },
  requiredCheck('name'),
  lengthCheck('name', 100),
  { rule: 'name.name.placeholder', bad: `regexp_full_match(name, '${personPlaceholder}')`, warns: true },
  {
    rule: 'name.name.characters',
    bad: `not regexp_full_match(name, '${personCharacters.replaceAll("'", "''")}')`,
    warns: true,
  },
  requiredCheck('sex'),
  codeCheck('sex'),
  {
    rule: 'sex.sex.mismatch',
    bad: "(sex = '1' and citizen_id_n % 2 = 0) or (sex = '2' and citizen_id_n % 2 = 1)",
  },
  requiredCheck('birth_date'),
  ...dateChecks('birth_date').map((check) => ({ ...check, warns: check.rule.endsWith('implausible') })),
  {
    rule: 'birth_date.birth_date.mismatch',
    bad: 'birth_date_d <> citizen_id_born and citizen_id_n is not null',
  },
  codeCheck('ethnic_group'),
  codeCheck('education'),
  requiredCheck('division'),
  ...divisionChecks('division').map((check) => ({ ...check, warns: check.rule.endsWith('historical') })),
  lengthCheck('address', 200),
  { rule: 'address.address.short', bad: 'length(address) < 5', warns: true },
  {
    rule: 'address.address.placeholder',
    bad: `regexp_full_match(address, '${addressPlaceholder}')`,
    warns: true,
  },
  { rule: 'address.address.division', bad: otherPlace(), warns: true },
  lengthCheck('household_no', 20),
  requiredCheck('updated_at'),
  { rule: 'updated_at.datetime.invalid', bad: 'updated_at is not null and updated_at_t is null' },
  {
    rule: 'updated_at.date.future',
    bad: "updated_at_t >= date '2026-09-02'::timestamptz + interval 16 hours",
  },
]
const DUPLICATE = { rule: 'citizen_id.unique.duplicate', warns: true }
const rules = [...checks, DUPLICATE]

/** The address names a league or a county, and not that of the division. */
function otherPlace(): string {
  const all = (names: NamesByCode) => [...names.values()].flat().join('|')
  const own = (names: NamesByCode, code: string) =>
    `(map {${[...names].map(([each, list]) => `'${each}': '${list.join('|')}'`).join(', ')}})[${code}]`
  const other = (names: NamesByCode, code: string) =>
    `(regexp_matches(address, '${all(names)}') and not regexp_matches(address, ${own(names, code)}))`
  return `division <> '150000' and not regexp_matches(address, '${elsewhere}')
    and (${other(cityNames, "left(division, 4) || '00'")} or ${other(countyNames, 'division')})`
}

const bit = (rule: string) => 1n << BigInt(rules.findIndex((each) => each.rule === rule))
const REJECTS = rules.reduce((sum, { rule, warns }) => (warns ? sum : sum | bit(rule)), 0n)
const rejected = `(m & ${REJECTS} <> 0)`
const CITY = `case when division <> '150000' and m & ${bit('division.division.unknown')} = 0 then left(division, 4) || '00' end`

/**
 * The file to raw, the accepted rows to std in sixteen buckets, the failing ones with all their violations to
 * quarantine, counts by rule and city to history: all as one writes it by hand in DuckDB, in zstd Parquet.
 */
export async function ingestByHand(
  connection: DuckDBConnection,
  watch: Stopwatch,
  { file, delta = false, extract, asOf, out }: Intake,
): Promise<void> {
  const timed = (stage: string, statement: string) =>
    watch.time(stage, async () => void (await connection.run(statement)))
  for (const table of ['raw', 'std', 'quarantine', 'history'])
    mkdirSync(join(out, table), { recursive: true })
  const sent = delta ? [...fields, '_op'] : fields
  const columns = sent.map((field) => `'${field}': 'VARCHAR'`).join(', ')
  const raw = `${out}/raw/${extract}.parquet`
  const zstd = '(format parquet, compression zstd)'
  await timed(
    'raw',
    `copy (select ${extract} as _extract, row_number() over () + 1 as _line, ${delta ? '_op' : "'I' as _op"}, ${fields.join(', ')}, null::varchar as _extra
      from read_csv('${file}', header = true, auto_detect = false, delim = ',', quote = '"', columns = {${columns}})) to '${raw}' ${zstd}`,
  )
  await timed('judged', `create or replace temp table judged as ${judged(raw)}`)
  // A delta may state a record several times: its states follow each other.
  if (!delta) await timed('duplicates', duplicates())
  await timed(
    'std',
    `copy (select _extract, _line, _op, ${typedFields()}, null::varchar as _repair, updated_at_t as _from,
        timestamptz '${asOf}' as _as_of, (md5_number_lower(citizen_id) % 16)::integer as bucket
      from judged where not ${rejected})
      to '${out}/std' (format parquet, compression zstd, partition_by (bucket), overwrite_or_ignore true, filename_pattern '${extract}-{uuid}')`,
  )
  const found = rules.map(({ rule }) => `case when m & ${bit(rule)} <> 0 then '${rule}' end`).join(', ')
  const received = fields.map((field) => `'${field}': r.${field}`).join(', ')
  await timed(
    'quarantine',
    `copy (select r._extract, r._line, r._op, key, ${rejected} as rejected,
        list_filter([${found}], lambda each: each is not null) as violations, to_json({${received}})::varchar as raw, city as division
      from read_parquet('${raw}') as r join (select _line, citizen_id as key, m, ${CITY} as city from judged where m <> 0) as j on r._line = j._line) to '${out}/quarantine/${extract}.parquet' ${zstd}`,
  )
  await timed(
    'history',
    `copy (select ${extract} as _extract, ${CITY} as division, count(*) as rows, ${rules.map(({ rule }) => `count(*) filter (m & ${bit(rule)} <> 0) as "${rule}"`).join(', ')}
      from judged group by 2) to '${out}/history/${extract}.parquet' ${zstd}`,
  )
}

/** The rows as received, normalised, typed and with a bit for every rule that they break. */
function judged(raw: string): string {
  const text = (field: string) =>
    field === 'name'
      ? "nullif(trim(translate(name, '•．・', '···')), '') as name"
      : `nullif(trim(${field}), '') as ${field}`
  const mask = checks.map(({ rule, bad }) => `case when ${bad} then ${bit(rule)}::bigint else 0::bigint end`)
  return `select * exclude (citizen_id_check), (${mask.join(' | ')})::bigint as m
    from (select *, ${checkCharacter('citizen_id_n')} as citizen_id_check
      from (select *, case when length(citizen_id) = 18 and right(citizen_id, 1) in ('0','1','2','3','4','5','6','7','8','9','X') then try_cast(left(citizen_id, 17) as bigint) end as citizen_id_n,
          try_cast(substr(citizen_id, 7, 4) || '-' || substr(citizen_id, 11, 2) || '-' || substr(citizen_id, 13, 2) as date) as citizen_id_born,
          try_cast(birth_date as date) as birth_date_d, try_cast(updated_at || '+08' as timestamptz) as updated_at_t
        from (select _extract, _line, _op, ${fields.map(text).join(', ')} from read_parquet('${raw}'))))`
}

/** Marks every row of a repeated number but the latest. */
function duplicates(): string {
  const again =
    'select citizen_id from judged where citizen_id is not null group by citizen_id having count(*) > 1'
  return `update judged set m = m | ${bit(DUPLICATE.rule)} where _line in (select _line from (
    select _line, row_number() over (partition by citizen_id order by updated_at_t desc, _line desc) as place
    from judged where not ${rejected} and citizen_id in (${again})) where place > 1)`
}

function typedFields(): string {
  const typed: Record<string, string> = {
    birth_date: 'birth_date_d as birth_date',
    updated_at: 'updated_at_t as updated_at',
  }
  return fields.map((field) => typed[field] ?? field).join(', ')
}

/** What of the tables is compared with the platform's, by their names. */
export async function outputsOfIntake(
  connection: DuckDBConnection,
  out: string,
): Promise<Record<string, Output>> {
  const of = (table: string, deep = '') => `read_parquet('${out}/${table}/${deep}*.parquet')`
  return {
    raw: await outputOfQuery(
      connection,
      `select _extract, _line, _op, ${fields.join(', ')}, _extra from ${of('raw')}`,
    ),
    std: await outputOfQuery(
      connection,
      `select _extract, _line, _op, ${fields.join(', ')}, _repair, _from, _as_of from ${of('std', '*/')}`,
    ),
    quarantine: await outputOfQuery(
      connection,
      `select _extract, _line, _op, rejected, list_sort(violations) as violations, raw, division from ${of('quarantine')}`,
    ),
    history: await outputOfQuery(
      connection,
      `select _extract, division, rule, rows as checked, failed from (unpivot ${of('history')} on columns(* exclude (_extract, division, rows)) into name rule value failed)`,
    ),
  }
}

/** Ids of the rules by hand, without the register's. */
export const ruleNames = rules.map(({ rule }) => rule)
