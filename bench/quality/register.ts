import { type Catalogue, catalogue as region } from '../../catalog/catalogue.ts'
import { type Dataset, defineDataset } from '../../catalog/dataset.ts'
import { defineElement, type ElementType } from '../../catalog/element.ts'
import type { RuleInput } from '../../catalog/rule.ts'

const name = { 'zh-CN': '人口登记（性能测试）', en: 'Person register (benchmark)' }

interface BenchField {
  type: ElementType
  codeTable?: string
  maxLength?: number
  required?: boolean
}

/** The register of the benchmark: twenty columns; their types bring 39 rules. */
export const fields: Record<string, BenchField> = {
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

/** The catalogue of nothing but the register; without `declared` rules, with what `rules` says. */
export function registerOf(rules: RuleInput[] = declared): { catalogue: Catalogue; dataset: Dataset } {
  const own = 'bench_register'
  const all = Object.entries(fields)
  const elements = all.map(([id, { type, codeTable, maxLength }]) =>
    defineElement({
      id: `bench.${id}`,
      name,
      type,
      codeTable,
      maxLength,
      grading: 'L2',
      mask: 'none',
      authority: `${own}.${id}`,
    }),
  )
  const dataset = defineDataset({
    id: own,
    name,
    abstract: name,
    foundation: 'person',
    form: 'table',
    providingDepartment: 'public_security',
    collectingDepartment: 'public_security',
    approvingDepartment: 'public_security',
    sharing: { type: 'unconditional', scope: name },
    opening: { type: 'closed' },
    updateCycle: 'daily',
    key: 'citizen_id',
    eventTime: 'updated_at',
    fields: all.map(([id, { required }], at) => ({
      id,
      header: id,
      element: `bench.${id}`,
      role: at === 0 ? ('key' as const) : ('source' as const),
      required,
    })),
    rules,
  })
  return { catalogue: { ...region, elements, datasets: [dataset] }, dataset }
}
