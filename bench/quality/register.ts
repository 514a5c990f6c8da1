import { type Catalogue, catalogue as region } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { RuleInput } from '../../catalog/rule.ts'
import { type TestField, registerOf as testRegisterOf } from '../../quality/catalogue.testing.ts'

/** The register of the benchmark: twenty columns; their types bring 39 rules. */
export const fields: Record<string, TestField> = {
  citizen_id: { type: 'citizenId' },
  name: { type: 'personName', maxLength: 50, required: true },
  sex: { type: 'code', codeTable: 'sex', required: true },
  ethnic_group: { type: 'code', codeTable: 'ethnic_group', required: true },
  birth_date: { type: 'date', required: true },
  household_division: { type: 'division', required: true },
  residence_division: { type: 'division' },
  address: { type: 'text', maxLength: 200, required: true },
  mobile: { type: 'phone' },
  education: { type: 'code', codeTable: 'education' },
  marital_status: { type: 'code', codeTable: 'marital_status' },
  registered_on: { type: 'date', required: true },
  valid_until: { type: 'date' },
  height: { type: 'integer' },
  income: { type: 'decimal' },
  household_no: { type: 'text', required: true },
  employer: { type: 'uscc' },
  spouse_id: { type: 'citizenId' },
  serial: { type: 'integer', required: true },
  updated_at: { type: 'datetime' },
}

/** Rules besides those that the types bring. */
const declared: RuleInput[] = [
  { kind: 'birthDateMatchesId', field: 'birth_date', id: 'citizen_id' },
  { kind: 'sexMatchesId', field: 'sex', id: 'citizen_id' },
  { kind: 'dateOrder', earlier: 'birth_date', later: 'registered_on' },
  { kind: 'date', field: 'valid_until', allowFuture: true },
  { kind: 'dateOrder', earlier: 'registered_on', later: 'valid_until' },
  { kind: 'range', field: 'height', min: 30, max: 250 },
  { kind: 'range', field: 'income', min: 0, max: 10_000_000 },
  { kind: 'pattern', field: 'household_no', pattern: '^H[0-9]{9}$' },
  { kind: 'pattern', field: 'name', pattern: '^[\\p{Han}·]+$' },
  { kind: 'reference', field: 'employer', datasets: ['employers'] },
  { kind: 'unique', fields: ['citizen_id'] },
]

/** The columns in order, then the same again under other names, until there are so many; the key and the time always. */
function columnsOf(count: number): [id: string, field: TestField][] {
  const own = Object.entries(fields)
  const first = own.filter(([id]) => id === 'citizen_id' || id === 'updated_at')
  const rest = own.filter(([id]) => id !== 'citizen_id' && id !== 'updated_at')
  const again = Array.from({ length: Math.ceil(count / rest.length) }, (_, round) =>
    rest.map(([id, field]): [string, TestField] => [round === 0 ? id : `${id}_again${round}`, field]),
  )
  return [...first, ...again.flat()].slice(0, count)
}

/** Declared rules whose columns are all there. */
function rulesOn(columns: string[]): RuleInput[] {
  const rounds = ['', ...new Set(columns.flatMap((id) => id.match(/_again\d+$/)?.[0] ?? []))]
  return rounds.flatMap((round) =>
    declared.flatMap((rule) => {
      const own = ['citizen_id', 'updated_at']
      const renamed = Object.entries(rule).map(([name, value]) =>
        typeof value === 'string' && value in fields && !own.includes(value)
          ? [name, `${value}${round}`]
          : [name, value],
      )
      const named = renamed.flatMap(([, value]) => value)
      const known = named.filter(
        (value) => typeof value === 'string' && value.replace(/_again\d+$/, '') in fields,
      )
      if (rule.kind === 'unique') return round === '' ? [rule] : []
      return known.every((value) => columns.includes(value)) ? [Object.fromEntries(renamed)] : []
    }),
  )
}

/** The catalogue of nothing but the register, of so many columns. */
export function registerOf(count: number = Object.keys(fields).length): {
  catalogue: Catalogue
  dataset: Dataset
} {
  const columns = columnsOf(count)
  const rules = rulesOn(columns.map(([id]) => id))
  return testRegisterOf(Object.fromEntries(columns), rules, { id: 'bench_register', base: region })
}
