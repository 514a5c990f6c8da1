import { type RawBuilder, sql } from 'kysely'
import type { Foundation } from '../../catalog/foundation.ts'
import { inScope } from './golden.ts'
import type { Resolution } from './model.ts'

type Rows = RawBuilder<unknown>
type CodeCheck = NonNullable<Foundation['codeCheck']>

/** What the verification of codes reads: golden records, and the rejected rows of the registers that give out codes. */
export interface CodeCheckInput {
  base: Rows
  /** quarantine/<dataset>, by dataset. */
  quarantine: Record<string, Rows>
}

/** Violations that say that another row has the code too, or that the register may not give it out. */
const ISSUED_TWICE = ['unique.duplicate', 'uscc.authority', 'pattern.mismatch']

/**
 * Codes that set two parties against each other, in the shape of `codeCheckColumns`, ordered: `two_codes`, two codes
 * in force for one name in one division; `code_issued_twice`, a code that a register gave, in a row that was rejected
 * and not mended since, to a body of another name than the golden record's.
 */
export function codeCheck(resolution: Resolution, check: CodeCheck, input: CodeCheckInput): Rows {
  const key = sql.id(resolution.foundation.key)
  const twice = Object.entries(input.quarantine).map(([dataset, rows]) =>
    issuedTwice(resolution, check, dataset, rows),
  )
  const parts = sql.join([twoCodes(resolution), ...twice], sql` union all `)
  return sql`(with entity as materialized (${entities(resolution, check, input.base)}) ${parts}
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
      ${ofRegister(({ id }) => sql.lit(id))} as dataset,
      ${ofRegister(({ origin }) => sql`${origin}.extract`)} as extract, ${ofRegister(({ origin }) => sql`${origin}.line`)} as line,
      ${sql.id(check.status)} in (${status}) ${sql.join(excepted, sql` `)} as comparable
    from ${base} where record_status = 'confirmed'`
}

function twoCodes({ foundation }: Resolution): Rows {
  const key = sql.id(foundation.key)
  return sql`select a.${key}, 'two_codes' as kind, b.${key} as other_code,
      a.dataset as first_dataset, a.name as first_name, a.extract as first_extract, a.line as first_line,
      b.dataset as second_dataset, b.name as second_name, b.extract as second_extract, b.line as second_line
    from entity as a join entity as b on a.name = b.name and a.division = b.division and a.${key} < b.${key}
    where a.comparable and b.comparable`
}

function issuedTwice(
  { foundation, confirmers }: Resolution,
  check: CodeCheck,
  id: string,
  quarantine: Rows,
): Rows {
  const key = sql.id(foundation.key)
  const dataset = confirmers.find((each) => each.dataset.id === id)?.dataset
  const field =
    dataset?.fields.find(({ element }) => element === `${foundation.id}.${check.name}`)?.id ?? check.name
  const codes = sql.join(ISSUED_TWICE.map((code) => sql.lit(code)))
  const said = sql`trim(q.raw ->> ${sql.lit(field)})`
  const accepted = sql`struct_extract(e.origin, ${sql.lit(id)}).extract`
  return sql`select e.${key}, 'code_issued_twice' as kind, null::varchar as other_code,
      e.dataset as first_dataset, e.name as first_name, e.extract as first_extract, e.line as first_line,
      ${sql.lit(id)} as second_dataset, ${said} as second_name, q._extract as second_extract, q._line as second_line
    from entity as e join (select * from ${quarantine} where rejected and key is not null and raw like '{%'
      and list_has_any(list_transform(violations, lambda v: v.code), [${codes}])) as q on q.key = e.${key}
    where ${said} is distinct from e.name and (${accepted} is null or q._extract >= ${accepted})`
}
