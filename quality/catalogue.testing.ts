import type { Catalogue } from '../catalog/catalogue.ts'
import { type Dataset, defineDataset } from '../catalog/dataset.ts'
import { defineElement, type ElementType } from '../catalog/element.ts'
import type { RuleInput } from '../catalog/rule.ts'

const name = { 'zh-CN': '测试', en: 'Test' }
const nothing: Catalogue = {
  departments: [],
  divisions: [],
  foundations: [],
  elements: [],
  datasets: [],
  codeTables: [],
}

export interface TestField {
  type: ElementType
  /** Id of its element, where that matters. */
  element?: string
  /** Codes of a table of its own. */
  codes?: Record<string, string>
  /** Id of a table of the catalogue. */
  codeTable?: string
  maxLength?: number
  required?: boolean
}

/** A register for tests whose first field is its key, and a catalogue of nothing else but what `base` has. */
export function registerOf(
  fields: Record<string, TestField>,
  rules: RuleInput[] = [],
  { id: own, base }: { id: string; base: Catalogue } = { id: 'test_register', base: nothing },
): { catalogue: Catalogue; dataset: Dataset } {
  const all = Object.entries<TestField>({ ...fields, updated_at: { type: 'datetime' } })
  const elements = all.map(([id, { type, element, codes, codeTable, maxLength }]) =>
    defineElement({
      id: element ?? `test.${id}`,
      name,
      type,
      ...(codes || codeTable ? { codeTable: codeTable ?? `${own}_${id}` } : {}),
      ...(maxLength ? { maxLength } : {}),
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
    key: all[0]?.[0] ?? '',
    eventTime: 'updated_at',
    fields: all.map(([id, { element, required }], at) => ({
      id,
      header: id,
      element: element ?? `test.${id}`,
      role: at === 0 ? ('key' as const) : ('source' as const),
      ...(required ? { required } : {}),
    })),
    rules,
  })
  const codeTables = all.flatMap(([id, { codes }]) =>
    codes ? [{ id: `${own}_${id}`, name, standard: 'none', codes }] : [],
  )
  return {
    catalogue: { ...base, elements, datasets: [dataset], codeTables: [...base.codeTables, ...codeTables] },
    dataset,
  }
}
