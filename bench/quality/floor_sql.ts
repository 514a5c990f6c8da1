import { historicalDivisions } from '../../catalog/divisions.ts'
import { implausiblePhone, phoneShape } from '../../quality/facts/phone.ts'
import { leagues, provinces } from '../../quality/facts/places.ts'
import { personCharacters, personPlaceholder } from '../../quality/facts/texts.ts'
import { usccCategories } from '../../quality/facts/uscc.ts'
import {
  checkCharacter,
  citizenIdChecks,
  codeCheck,
  dateChecks,
  divisionChecks,
  lengthCheck,
  list,
  type RowCheck,
  requiredCheck,
} from './checks.ts'
import { fields } from './register.ts'

/** The register's rules as an engineer writes them for DuckDB by hand, over columns `typed` makes. */

const USCC = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const ORG = [3, 7, 9, 10, 5, 8, 4, 2]
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const FULL = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

const sum = (value: string, alphabet: string, weights: number[], from: number) =>
  `(${weights.map((weight, at) => `(strpos('${alphabet}', substr(${value}, ${from + at}, 1)) - 1) * ${weight}`).join(' + ')})`

/** Numbers and dates of the columns, each once. */
export function typed(raw: string): string {
  const trimmed = Object.keys(fields)
    .map((field) => `nullif(trim(${field}), '') as ${field}`)
    .join(', ')
  const n = (field: string) =>
    `case when length(${field}) = 18 and right(${field}, 1) in ('0','1','2','3','4','5','6','7','8','9','X') then try_cast(left(${field}, 17) as bigint) end as ${field}_n`
  const born = (field: string) =>
    `try_cast(substr(${field}, 7, 4) || '-' || substr(${field}, 11, 2) || '-' || substr(${field}, 13, 2) as date) as ${field}_born`
  const dates = ['birth_date', 'registered_on', 'valid_until']
  return `(select *, ${checkCharacter('citizen_id_n')} as citizen_id_check, ${checkCharacter('spouse_id_n')} as spouse_id_check,
      case when employer_shaped then 31 - ${sum('employer', ALPHABET, USCC, 1)} % 31 end as employer_check,
      case when employer_shaped then ${sum('employer', FULL, ORG, 9)} % 11 end as employer_org
    from (select *, ${n('citizen_id')}, ${n('spouse_id')}, ${born('citizen_id')}, ${born('spouse_id')},
      ${dates.map((field) => `try_cast(${field} as date) as ${field}_d`).join(', ')},
      try_cast(height as bigint) as height_n, try_cast(income as decimal(18, 4)) as income_n, try_cast(serial as bigint) as serial_n,
      try_cast(updated_at || '+08' as timestamptz) as updated_at_t,
      regexp_full_match(employer, '[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{10}') as employer_shaped
    from (select _extract, _line, _op, ${trimmed} from ${raw})))`
}

const named = (checks: RowCheck[]): [string, string][] => checks.map(({ rule, bad }) => [rule, bad])
const required = (field: string) => named([requiredCheck(field)])
const code = (field: string) => named([codeCheck(field)])
const length = (field: string, most: number) => named([lengthCheck(field, most)])
/** Of a day that may lie in the future. */
const day = (field: string) => named(dateChecks(field)).slice(0, 2)
const pastDay = (field: string) => named(dateChecks(field))

/** Rules of one row, by id without the register: true of a bad row. */
export const rowChecks: Record<string, string> = Object.fromEntries([
  ...required('citizen_id'),
  ...named(citizenIdChecks('citizen_id')),
  ...required('name'),
  ...length('name', 50),
  ['name.name.placeholder', `regexp_full_match(name, '${personPlaceholder}')`],
  ['name.name.characters', `not regexp_full_match(name, '${personCharacters.replaceAll("'", "''")}')`],
  ['name.pattern.mismatch', "not regexp_full_match(name, '[\\p{Han}·]+')"],
  ...required('sex'),
  ...code('sex'),
  ['sex.sex.mismatch', "(sex = '1' and citizen_id_n % 2 = 0) or (sex = '2' and citizen_id_n % 2 = 1)"],
  ...required('ethnic_group'),
  ...code('ethnic_group'),
  ...required('birth_date'),
  ...pastDay('birth_date'),
  ['birth_date.birth_date.mismatch', 'birth_date_d <> citizen_id_born and citizen_id_n is not null'],
  ...required('household_division'),
  ...named(divisionChecks('household_division')),
  ...named(divisionChecks('residence_division')),
  ...required('address'),
  ...length('address', 200),
  ['mobile.phone.shape', `not regexp_full_match(mobile, '${phoneShape}')`],
  ['mobile.phone.implausible', `regexp_full_match(mobile, '${implausiblePhone}')`],
  ...code('education'),
  ...code('marital_status'),
  ...required('registered_on'),
  ...pastDay('registered_on'),
  ['registered_on.date.order', 'registered_on_d < birth_date_d'],
  ...day('valid_until'),
  ['valid_until.date.order', 'valid_until_d < registered_on_d'],
  ['height.number.invalid', 'height is not null and height_n is null'],
  ['height.range.outside', 'height_n < 30 or height_n > 250'],
  ['income.number.invalid', 'income is not null and income_n is null'],
  ['income.range.outside', 'income_n < 0 or income_n > 10000000'],
  ...required('household_no'),
  ['household_no.pattern.mismatch', "not regexp_matches(household_no, '^H[0-9]{9}$')"],
  ['employer.uscc.shape', 'not employer_shaped'],
  ['employer.uscc.org_code', "substr(employer, 17, 1) <> substr('0X987654321', employer_org + 1, 1)"],
  ['employer.uscc.check', `right(employer, 1) <> substr('${ALPHABET}', employer_check % 31 + 1, 1)`],
  ['employer.uscc.category', `employer_shaped and left(employer, 2) not in (${list(usccCategories)})`],
  [
    'employer.uscc.place',
    `employer_shaped and left(employer, 1) <> 'A' and not case when substr(employer, 3, 2) = '15' then substr(employer, 3, 4) in (${list(leagues)})
      else substr(employer, 3, 2) in (${list(['10', ...provinces])}) end`,
  ],
  ...named(citizenIdChecks('spouse_id')),
  ...required('serial'),
  ['serial.number.invalid', 'serial is not null and serial_n is null'],
  ...required('updated_at'),
  ['updated_at.datetime.invalid', 'updated_at is not null and updated_at_t is null'],
  ['updated_at.date.future', "updated_at_t >= date '2026-09-02'::timestamptz + interval 16 hours"],
])

/** Violations that keep a row among the accepted ones. */
const warnings = [
  'division.historical',
  'phone.shape',
  'phone.implausible',
  'uscc.category',
  'uscc.place',
  'citizen_id.place',
  'citizen_id.age',
  'name.placeholder',
  'name.characters',
  'date.implausible',
  'reference.missing',
  'unique.duplicate',
]
export const isWarning = (rule: string) => warnings.some((warning) => rule.endsWith(`.${warning}`))

/** The accepted row, typed, with today's division codes. */
export function accepted(): string {
  const successor = (field: string) =>
    `case when ${field} in (${list(historicalDivisions.map((each) => each.code))}) then (map {${historicalDivisions.map((each) => `'${each.code}': '${each.successor}'`).join(', ')}})[${field}] else ${field} end as ${field}`
  return Object.entries(fields)
    .map(([field, { type }]) => {
      if (type === 'division') return successor(field)
      if (type === 'date') return `${field}_d as ${field}`
      if (type === 'datetime') return `${field}_t as ${field}`
      return type === 'integer' || type === 'decimal' ? `${field}_n as ${field}` : field
    })
    .join(', ')
}
