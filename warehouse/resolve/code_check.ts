import { sql } from 'kysely'
import type { Dataset, Holder } from '../../catalog/dataset.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { columnOf, fieldOf } from '../../catalog/lookup.ts'
import { itemsWhere, pairedLists, sizeOf, tryCast, tryMoment } from '../engine/functions.ts'
import type { Relation } from '../engine/relation.ts'
import { inScope } from './golden.ts'
import { observedOf, unretracted } from './log.ts'
import type { Resolution } from './model.ts'
import { differ } from './spelling.ts'

/** What a register that gives out codes brought. */
export interface IssuingRegister {
  /** std/<dataset>. */
  std: Relation
  /** quarantine/<dataset>; undefined where there is none. */
  quarantine: Relation | undefined
  /** Numbers of its full dumps. */
  dumps: number[]
  /** Numbers of its newest full dump and of all that was taken later: what is not in these was mended. */
  current: number[]
}

/** What the verification of codes reads: golden records, and the registers that give out codes, by dataset. */
export interface CodeCheckInput {
  base: Relation
  registers: Record<string, IssuingRegister>
}

/** Violations of the number that say that another row has it too, or that the register may not give it out. */
const ISSUED_TWICE = ['unique.duplicate', 'uscc.authority', 'pattern.mismatch']

/** A register that gives out the foundation's keys, and how it tells two holders of one. */
interface Issuer {
  dataset: Dataset
  /** True of keys that it answers for. */
  scope: Relation
  holder: Holder
}

/**
 * Codes that set two parties against each other, in the shape of `codeCheckColumns`, ordered: `two_codes`, two codes
 * in force for one name in one division; `code_issued_twice`, a number that a register gave to another holder than
 * the golden record's: in a row that was rejected and not mended since, or in accepted rows that are of two holders.
 */
export function codeCheck(resolution: Resolution, input: CodeCheckInput): Relation {
  const { foundation } = resolution
  const key = sql.id(foundation.key)
  const issuers = issuersOf(resolution)
  const parts = issuers.flatMap((issuer) => {
    const register = input.registers[issuer.dataset.id]
    if (!register) return []
    const { quarantine } = register
    const others = [
      accepted(resolution, issuer, register),
      ...(quarantine ? [replaced(resolution, issuer, { ...register, quarantine })] : []),
    ]
    return [
      onePerHolder(resolution, others),
      ...(quarantine ? [rejected(resolution, issuer, quarantine)] : []),
    ]
  })
  const codes = foundation.codeCheck ? [twoCodes(resolution)] : []
  const none = sql`select * from (select ${finding(resolution, sql`''`)} from entity as e, (select null::varchar as name,
    null::integer as _extract, null::bigint as _line) as o) where false`
  return sql`(with holding as (${holding(resolution, issuers, input.base)}),
      entity as materialized (select * from holding where ${inQuestion(resolution, issuers, input)})
    ${sql.join([none, ...codes, ...parts], sql` union all `)}
    order by ${key}, kind, other_code, second_dataset, second_extract, second_line)`
}

function issuersOf(resolution: Resolution): Issuer[] {
  return resolution.confirmers.flatMap(({ dataset, keyPrefixes }) => {
    const scope = sql.join([sql`true`, ...inScope(resolution, keyPrefixes)], sql` and `)
    return dataset.holder ? [{ dataset, scope, holder: dataset.holder }] : []
  })
}

/**
 * Golden records with the register that answers for their key, the place of their row in it, and their holder: `name`,
 * `identifier` where holders have one, `facts`, and `common`, what another number in this one's place has in common.
 */
function holding(resolution: Resolution, issuers: Issuer[], base: Relation): Relation {
  const { foundation } = resolution
  const key = sql.id(foundation.key)
  const ofIssuer = (value: (issuer: Issuer) => Relation) =>
    sql`case ${sql.join(
      [
        sql`when false then null`,
        ...issuers.map((issuer) => sql`when ${issuer.scope} then ${value(issuer)}`),
      ],
      sql` `,
    )} end`
  const origin = (place: string) =>
    ofIssuer(({ dataset }) => sql`struct_extract(origin, ${sql.lit(dataset.id)}).${sql.id(place)}`)
  const golden = (dataset: Dataset, field: string) => sql.id(columnOf(fieldOf(dataset, field).element))
  return sql`select ${key}, origin, ${ofIssuer(({ dataset }) => sql.lit(dataset.id))} as dataset,
      ${ofIssuer(({ dataset, holder }) => golden(dataset, holder.name))} as name,
      ${ofIssuer(({ dataset, holder }) => (holder.id ? text(golden(dataset, holder.id)) : NOTHING))} as identifier,
      ${ofIssuer(({ dataset, holder }) => texts(factsOf(holder).map((field) => golden(dataset, field))))} as facts,
      ${ofIssuer(({ dataset, holder }) => texts(holder.instead.map((field) => golden(dataset, field))))} as common,
      ${origin('extract')} as extract, ${origin('line')} as line, ${origin('observed')} as observed,
      ${comparable(foundation)}
    from ${base} where record_status <> 'unconfirmed'`
}

/** What two records of one name are compared by, and whether they may be. */
function comparable({ key, codeCheck: check }: Foundation): Relation {
  if (!check) return sql`null::varchar as called, null::varchar as division, false as comparable`
  const excepted = check.exceptPrefixes.map(
    (prefix) => sql`and not starts_with(${sql.id(key)}, ${sql.lit(prefix)})`,
  )
  const status = sql.join(check.inForce.map((code) => sql.lit(code)))
  return sql`${sql.id(check.name)} as called, ${sql.id(check.division)} as division,
    ${sql.id(check.status)} in (${status}) ${sql.join(excepted, sql` `)} as comparable`
}

/** Where names are compared, all records; else those whose number more than one holder may have. */
function inQuestion({ foundation }: Resolution, issuers: Issuer[], input: CodeCheckInput): Relation {
  if (foundation.codeCheck) return sql`true`
  const keys = issuers.flatMap(({ dataset, holder }) => {
    const register = input.registers[dataset.id]
    if (!register) return []
    const noted = register.quarantine
      ? [sql`select key from ${register.quarantine} where ${isOfNumber(dataset)}`]
      : []
    return [several(dataset, holder, register.std), ...noted]
  })
  return sql`${sql.id(foundation.key)} in (${sql.join([sql`select null::varchar`, ...keys], sql` union all `)})`
}

/** Numbers that the log of a register has with more than one name or identifier. */
function several(dataset: Dataset, holder: Holder, std: Relation): Relation {
  const vary = [holder.name, ...(holder.id ? [holder.id] : [])].map(
    (field) => sql`min(${sql.id(field)}) <> max(${sql.id(field)})`,
  )
  return sql`select ${sql.id(dataset.key)} from ${std} where _op is null or _op not in ('D', 'R') group by 1
    having ${sql.join(vary, sql` or `)}`
}

/** True of a row of the quarantine that says of its number that another row has it, or that it may not be given. */
function isOfNumber(dataset: Dataset): Relation {
  const codes = sql.join(ISSUED_TWICE.map((code) => sql.lit(code)))
  const reportedCodes = itemsWhere(
    sql`violations`,
    (each) => sql`${each}.code in (${codes}) and ${each}.field = ${sql.lit(dataset.key)}`,
  )
  return sql`key is not null and raw like '{%' and ${sizeOf(reportedCodes)} > 0`
}

const NOTHING = sql`null::varchar`

function text(value: Relation): Relation {
  return sql`${value}::varchar`
}

function texts(values: Relation[]): Relation {
  return sql`[${sql.join(values.map(text))}]::varchar[]`
}

/** What a change of name leaves as it was. */
function factsOf({ id, facts }: Holder): string[] {
  return [...(id ? [id] : []), ...facts]
}

function twoCodes({ foundation }: Resolution): Relation {
  const key = sql.id(foundation.key)
  return sql`select a.${key}, 'two_codes' as kind, b.${key} as other_code,
      a.dataset as first_dataset, a.called as first_name, a.extract as first_extract, a.line as first_line,
      b.dataset as second_dataset, b.called as second_name, b.extract as second_extract, b.line as second_line
    from entity as a join entity as b on a.called = b.called and a.division = b.division and a.${key} < b.${key}
    where a.comparable and b.comparable`
}

/** The columns of a finding on the golden record `e` and the row `o` of another holder. */
function finding({ foundation }: Resolution, dataset: Relation): Relation {
  return sql`e.${sql.id(foundation.key)}, 'code_issued_twice' as kind, null::varchar as other_code,
    e.dataset as first_dataset, e.name as first_name, e.extract as first_extract, e.line as first_line,
    ${dataset} as second_dataset, o.name as second_name, o._extract as second_extract, o._line as second_line`
}

/** The last row of each holder beside the golden record's; `_who` tells them apart. */
function onePerHolder({ foundation }: Resolution, findings: Relation[]): Relation {
  return sql`select * exclude (_who) from (${sql.join(findings, sql` union all `)})
    qualify row_number() over (partition by ${sql.id(foundation.key)}, _who order by second_extract desc, second_line desc) = 1`
}

/** A number in a row that was rejected, and not mended since. */
function rejected(resolution: Resolution, { dataset, holder }: Issuer, quarantine: Relation): Relation {
  const accepted = sql`struct_extract(e.origin, ${sql.lit(dataset.id)}).extract`
  return sql`select ${finding(resolution, sql.lit(dataset.id))}
    from entity as e join (select *, ${receivedField(holder.name)} as name from ${quarantine} where rejected and ${isOfNumber(dataset)}) as o
      on o.key = e.${sql.id(resolution.foundation.key)}
    where o.name is distinct from e.name and (${accepted} is null or o._extract >= ${accepted})`
}

/**
 * Accepted rows of the number that are of another holder than the golden record's. A name alone does not tell: a holder
 * may change it. Two holders they are where one extract has both at one time, by identifier or by name; where a fact that
 * stays with the holder is stated in both and differs; where a delta enters (I) the number as new under the present name,
 * and the facts do not say that it is the same holder.
 */
function accepted(
  resolution: Resolution,
  { dataset, holder }: Issuer,
  { std, dumps, current }: IssuingRegister,
): Relation {
  const key = sql.id(dataset.key)
  const facts = factsOf(holder)
  const fields = [dataset.key, holder.name, dataset.eventTime, ...facts, ...holder.instead]
  const places = ['_op', '_from', '_as_of', '_extract', '_line', '_repair']
  const columns = sql.join([...new Set([...fields, ...places])].map((each) => sql.id(each)))
  const values = (list: string[]) => texts(list.map((field) => sql.id(field)))
  const states = sql`select ${key} as key, ${sql.id(holder.name)} as name, ${holder.id ? text(sql.id(holder.id)) : NOTHING} as identifier,
      ${values(facts)} as facts, ${values(holder.instead)} as common, ${observedOf(dataset)} as observed,
      _op, _from, _as_of, _extract, _line
    from ${unretracted(sql`(select ${columns} from ${std} where ${key} in (${several(dataset, holder, std)}))`)} where _op is distinct from 'D'`
  const atOnce = sql`(o._extract = e.extract and o.observed is not distinct from e.observed)`
  const entered = sql`exists (select 1 from states as w where w.key = o.key and w._extract = e.extract and w._line = e.line
    and w._op = 'I' and w._extract not in (${numbers(dumps)}))`
  // A correction of the facts under one name, before or after, says that both names are the same holder's.
  const renamed = sql`exists (select 1 from states as s where s.key = o.key
    and ((s.name = o.name and ${isAlike('s', 'e')}) or (s.name = e.name and ${isAlike('s', 'o')})))`
  return sql`select * from (with states as materialized (${states})
    select ${finding(resolution, sql.lit(dataset.id))}, ${WHO} as _who
    from entity as e join states as o on o.key = e.${sql.id(resolution.foundation.key)}
    where e.dataset = ${sql.lit(dataset.id)}
      and case when ${atOnce} then ${isAnother} and o._extract in (${numbers(current)})
        else ${isRenamed} and (${isApart('o', 'e')} or ${entered}) and not ${renamed} end
      and not ${hasOwnNumber(resolution)})`
}

/**
 * Rows of the newest full dump and of later extracts that another row of the same number and extract replaced before they
 * came to the log; what is known of the holder is as it was received.
 */
function replaced(
  resolution: Resolution,
  { dataset, holder }: Issuer,
  { std, quarantine, current }: IssuingRegister & { quarantine: Relation },
): Relation {
  const values = (fields: string[]) =>
    texts(fields.map((field) => receivedNormalised(resolution, dataset, field)))
  const observed = sql`timezone('Asia/Shanghai', ${tryCast(receivedField(dataset.eventTime), 'timestamp')})`
  const rows = sql`select key, ${receivedField(holder.name)} as name,
      ${holder.id ? receivedNormalised(resolution, dataset, holder.id) : NOTHING} as identifier,
      ${values(factsOf(holder))} as facts, ${values(holder.instead)} as common, ${observed} as observed, _extract, _line
    from ${quarantine} where not rejected and ${isOfNumber(dataset)} and _extract in (${numbers(current)})`
  return sql`select ${finding(resolution, sql.lit(dataset.id))}, ${WHO} as _who
    from entity as e join (${rows}) as o on o.key = e.${sql.id(resolution.foundation.key)}
    where e.dataset = ${sql.lit(dataset.id)} and o.name is not null
      and case when o.observed = e.observed then ${isAnother} else ${isRenamed} and ${isApart('o', 'e')} end
      and not ${hasOwnNumber(resolution)}
      and not exists (select 1 from ${std} as s where s._extract = o._extract and s._line = o._line)`
}

/** A field of a row of the quarantine as it was received. */
function receivedField(field: string): Relation {
  return sql`nullif(trim(raw ->> ${sql.lit(field)}), '')`
}

/** The same in the form that the log has it in; a code, which departments write in their own way, says nothing. */
function receivedNormalised({ attributes }: Resolution, dataset: Dataset, field: string): Relation {
  const { element } = fieldOf(dataset, field)
  const type = attributes.find((each) => each.element.id === element)?.element.type
  if (type === 'date')
    return sql`coalesce(${tryCast(receivedField(field), 'date')}, ${tryMoment(receivedField(field), '%Y%m%d', '%Y年%m月%d日')}::date)::varchar`
  if (type === 'code' || type === 'division' || type === 'datetime') return NOTHING
  return sql`upper(${receivedField(field)})`
}

const WHO = sql`coalesce(o.identifier, o.name)`
const isRenamed = differ('text', sql`o.name`, sql`e.name`)
/** True of two that stand at one time: by identifier where both have one, else by name. */
const isAnother = sql`coalesce(o.identifier <> e.identifier, ${isRenamed})`

/** True of rows of which all facts that tell bodies apart are stated, and equal. */
function isAlike(one: string, other: string): Relation {
  const equal = itemsWhere(pairs(one, other), (each) => sql`coalesce(${each}[1] = ${each}[2], false)`)
  const all = sizeOf(sql.id(one, 'facts'))
  return sql`(${sizeOf(equal)} = ${all} and ${all} > 0)`
}

/** True of rows of which a fact that tells bodies apart is stated by both, and differs. */
function isApart(one: string, other: string): Relation {
  const apart = itemsWhere(pairs(one, other), (each) => sql`coalesce(${each}[1] <> ${each}[2], false)`)
  return sql`${sizeOf(apart)} > 0`
}

function pairs(one: string, other: string): Relation {
  return pairedLists(sql.id(one, 'facts'), sql.id(other, 'facts'))
}

/** True where the other holder has a number of its own by now. */
function hasOwnNumber({ foundation }: Resolution): Relation {
  const key = sql.id(foundation.key)
  return sql`exists (select 1 from holding as own where coalesce(own.identifier, own.name) = ${WHO}
    and own.common = o.common and own.${key} <> e.${key})`
}

function numbers(list: number[]): Relation {
  return sql.join([-1, ...list].map((each) => sql.lit(each)))
}
