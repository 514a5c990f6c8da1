import { type RawBuilder, sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { columnOf } from '../../catalog/lookup.ts'
import { inScope } from './golden.ts'
import { unretracted } from './log.ts'
import type { Resolution } from './model.ts'
import { differ } from './spelling.ts'
import { observedOf } from './winners.ts'

type Rows = RawBuilder<unknown>
type CodeCheck = NonNullable<Foundation['codeCheck']>

/** What a register that gives out codes brought. */
export interface IssuingRegister {
  /** std/<dataset>. */
  std: Rows
  /** quarantine/<dataset>; undefined where there is none. */
  quarantine: Rows | undefined
  /** Numbers of its full dumps. */
  dumps: number[]
  /** Numbers of its newest full dump and of all that was taken later: what is not in these was mended. */
  current: number[]
}

/** What the verification of codes reads: golden records, and the registers that give out codes, by dataset. */
export interface CodeCheckInput {
  base: Rows
  registers: Record<string, IssuingRegister>
}

/** Violations that say that another row has the code too, or that the register may not give it out. */
const ISSUED_TWICE = ['unique.duplicate', 'uscc.authority', 'pattern.mismatch']

/**
 * Codes that set two parties against each other, in the shape of `codeCheckColumns`, ordered: `two_codes`, two codes
 * in force for one name in one division; `code_issued_twice`, a code that a register gave to a body of another name than
 * the golden record's: in a row that was rejected and not mended since, or in accepted rows that are of two bodies.
 */
export function codeCheck(resolution: Resolution, check: CodeCheck, input: CodeCheckInput): Rows {
  const key = sql.id(resolution.foundation.key)
  const parts = [twoCodes(resolution)]
  for (const [id, register] of Object.entries(input.registers)) {
    const dataset = resolution.confirmers.find((each) => each.dataset.id === id)?.dataset
    if (!dataset) continue
    parts.push(accepted(resolution, check, dataset, register))
    if (register.quarantine)
      parts.push(
        rejected(resolution, check, dataset, register.quarantine),
        replaced(resolution, check, dataset, { ...register, quarantine: register.quarantine }),
      )
  }
  return sql`(with entity as materialized (${entities(resolution, check, input.base)}) ${sql.join(parts, sql` union all `)}
    order by ${key}, kind, other_code, second_dataset, second_extract, second_line)`
}

/** Golden records with the register that answers for their code, and the place of their row in it. */
function entities(resolution: Resolution, check: CodeCheck, base: Rows): Rows {
  const key = sql.id(resolution.foundation.key)
  const registers = resolution.confirmers.map(({ dataset, keyPrefixes }) => {
    const scope = sql.join([sql`true`, ...inScope(resolution, keyPrefixes)], sql` and `)
    return { id: dataset.id, scope, origin: sql`struct_extract(origin, ${sql.lit(dataset.id)})` }
  })
  const ofRegister = (value: (register: (typeof registers)[number]) => Rows) =>
    sql`case ${sql.join(
      registers.map((register) => sql`when ${register.scope} then ${value(register)}`),
      sql` `,
    )} end`
  const excepted = check.exceptPrefixes.map((prefix) => sql`and not starts_with(${key}, ${sql.lit(prefix)})`)
  const status = sql.join(check.inForce.map((code) => sql.lit(code)))
  return sql`select ${key}, ${sql.id(check.name)} as name, ${sql.id(check.division)} as division, origin,
      ${ofRegister(({ id }) => sql.lit(id))} as dataset, ${facts(tellingOf(resolution, check).map(columnOf))} as facts,
      ${ofRegister(({ origin }) => sql`${origin}.extract`)} as extract, ${ofRegister(({ origin }) => sql`${origin}.line`)} as line,
      ${ofRegister(({ origin }) => sql`${origin}.observed`)} as observed,
      ${sql.id(check.status)} in (${status}) ${sql.join(excepted, sql` `)} as comparable
    from ${base} where record_status = 'confirmed'`
}

/** The elements that tell two bodies apart beside their names. */
function tellingOf({ foundation }: Resolution, check: CodeCheck): string[] {
  return (foundation.keyChanges?.tells ?? []).filter((element) => columnOf(element) !== check.name)
}

function facts(columns: (string | undefined)[]): Rows {
  const values = columns.map((column) => (column ? sql`${sql.id(column)}::varchar` : sql`null::varchar`))
  return sql`[${sql.join(values)}]::varchar[]`
}

function twoCodes({ foundation }: Resolution): Rows {
  const key = sql.id(foundation.key)
  return sql`select a.${key}, 'two_codes' as kind, b.${key} as other_code,
      a.dataset as first_dataset, a.name as first_name, a.extract as first_extract, a.line as first_line,
      b.dataset as second_dataset, b.name as second_name, b.extract as second_extract, b.line as second_line
    from entity as a join entity as b on a.name = b.name and a.division = b.division and a.${key} < b.${key}
    where a.comparable and b.comparable`
}

/** The field of a register that carries an element. */
function fieldOf(dataset: Dataset, element: string): string | undefined {
  return dataset.fields.find((field) => field.element === element)?.id
}

function nameField({ foundation }: Resolution, check: CodeCheck, dataset: Dataset): string {
  return fieldOf(dataset, `${foundation.id}.${check.name}`) ?? check.name
}

/** The columns of a finding on the golden record `e` and the row `o` of another body. */
function finding({ foundation }: Resolution, dataset: Dataset): Rows {
  return sql`e.${sql.id(foundation.key)}, 'code_issued_twice' as kind, null::varchar as other_code,
    e.dataset as first_dataset, e.name as first_name, e.extract as first_extract, e.line as first_line,
    ${sql.lit(dataset.id)} as second_dataset, o.name as second_name, o._extract as second_extract, o._line as second_line`
}

/** A code in a row that was rejected, and not mended since. */
function rejected(resolution: Resolution, check: CodeCheck, dataset: Dataset, quarantine: Rows): Rows {
  const codes = sql.join(ISSUED_TWICE.map((code) => sql.lit(code)))
  const accepted = sql`struct_extract(e.origin, ${sql.lit(dataset.id)}).extract`
  const said = sql`trim(raw ->> ${sql.lit(nameField(resolution, check, dataset))})`
  return sql`select ${finding(resolution, dataset)}
    from entity as e join (select *, ${said} as name from ${quarantine} where rejected and key is not null and raw like '{%'
      and list_has_any(list_transform(violations, lambda v: v.code), [${codes}])) as o
      on o.key = e.${sql.id(resolution.foundation.key)}
    where o.name is distinct from e.name and (${accepted} is null or o._extract >= ${accepted})`
}

/**
 * Accepted rows of the code that are of another body than the golden record's. A name alone does not tell: a body may
 * change it. Two bodies they are where one extract has both at one time; where a fact that tells bodies apart (the day of
 * establishment) is stated in both and differs; where a delta enters (I) the code as new under the present name, and the
 * facts do not say that it is the same body.
 */
function accepted(
  resolution: Resolution,
  check: CodeCheck,
  dataset: Dataset,
  { std, dumps, current }: IssuingRegister,
): Rows {
  const key = sql.id(dataset.key)
  const name = nameField(resolution, check, dataset)
  const telling = tellingOf(resolution, check).map((element) => fieldOf(dataset, element))
  const fields = [dataset.key, name, dataset.eventTime, ...telling.flatMap((field) => field ?? [])]
  const places = ['_op', '_from', '_as_of', '_extract', '_line', '_repair']
  const columns = sql.join([...new Set([...fields, ...places])].map((each) => sql.id(each)))
  const several = sql`select ${key} from ${std} where _op is null or _op not in ('D', 'R') group by 1
    having count(distinct ${sql.id(name)}) > 1`
  const states = sql`select ${key} as key, ${sql.id(name)} as name, ${facts(telling)} as facts, ${observedOf(dataset)} as observed,
      _op, _from, _as_of, _extract, _line
    from ${unretracted(sql`(select ${columns} from ${std} where ${key} in (${several}))`)} where _op is distinct from 'D'`
  const atOnce = sql`(o._extract = e.extract and o.observed is not distinct from e.observed)`
  const entered = sql`exists (select 1 from states as w where w.key = o.key and w._extract = e.extract and w._line = e.line
    and w._op = 'I' and w._extract not in (${numbers(dumps)}))`
  // A correction of the facts under one name, before or after, says that both names are the same body's.
  const renamed = sql`exists (select 1 from states as s where s.key = o.key
    and ((s.name = o.name and ${isAlike('s', 'e')}) or (s.name = e.name and ${isAlike('s', 'o')})))`
  return sql`select * from (with states as materialized (${states})
    select ${finding(resolution, dataset)}
    from entity as e join states as o on o.key = e.${sql.id(resolution.foundation.key)}
    where e.dataset = ${sql.lit(dataset.id)} and ${differ('text', sql`o.name`, sql`e.name`)}
      and case when ${atOnce} then o._extract in (${numbers(current)})
        else (${isApart('o', 'e')} or ${entered}) and not ${renamed} end
      and not ${hasOwnCode(resolution)}
    qualify row_number() over (partition by o.key, o.name order by o._from desc, o._as_of desc nulls last, o._extract desc, o._line desc) = 1)`
}

/**
 * Rows of the newest full dump and of later extracts that another row of the same code and extract replaced before they
 * came to the log; what is known of the body is as it was received.
 */
function replaced(
  resolution: Resolution,
  check: CodeCheck,
  dataset: Dataset,
  { std, quarantine, current }: IssuingRegister & { quarantine: Rows },
): Rows {
  const said = (field: string | undefined) =>
    field ? sql`nullif(trim(raw ->> ${sql.lit(field)}), '')` : sql`null::varchar`
  const told = tellingOf(resolution, check).map((element) => said(fieldOf(dataset, element)))
  const plain = told.map((value) => sql`coalesce(try_cast(${value} as date)::varchar, ${value})`)
  const observed = sql`timezone('Asia/Shanghai', try_cast(${said(dataset.eventTime)} as timestamp))`
  const rows = sql`select key, ${said(nameField(resolution, check, dataset))} as name, [${sql.join(plain)}]::varchar[] as facts,
      ${observed} as observed, _extract, _line
    from ${quarantine} where not rejected and key is not null and raw like '{%' and _extract in (${numbers(current)})
      and list_contains(list_transform(violations, lambda v: v.code), 'unique.duplicate')`
  return sql`select ${finding(resolution, dataset)}
    from entity as e join (${rows}) as o on o.key = e.${sql.id(resolution.foundation.key)}
    where e.dataset = ${sql.lit(dataset.id)} and o.name is not null and ${differ('text', sql`o.name`, sql`e.name`)}
      and (o.observed = e.observed or ${isApart('o', 'e')}) and not ${hasOwnCode(resolution)}
      and not exists (select 1 from ${std} as s where s._extract = o._extract and s._line = o._line)`
}

/** True of rows of which all facts that tell bodies apart are stated, and equal. */
function isAlike(one: string, other: string): Rows {
  const pairs = sql`list_zip(${sql.id(one, 'facts')}, ${sql.id(other, 'facts')})`
  return sql`len(list_filter(${pairs}, lambda p: coalesce(p[1] = p[2], false))) = len(${sql.id(one, 'facts')})`
}

/** True of rows of which a fact that tells bodies apart is stated by both, and differs. */
function isApart(one: string, other: string): Rows {
  const pairs = sql`list_zip(${sql.id(one, 'facts')}, ${sql.id(other, 'facts')})`
  return sql`len(list_filter(${pairs}, lambda p: coalesce(p[1] <> p[2], false))) > 0`
}

/** True where the other body has a code of its own by now. */
function hasOwnCode({ foundation }: Resolution): Rows {
  const key = sql.id(foundation.key)
  return sql`exists (select 1 from entity as own where own.name = o.name and own.${key} <> e.${key})`
}

function numbers(list: number[]): Rows {
  return sql.join([-1, ...list].map((each) => sql.lit(each)))
}
