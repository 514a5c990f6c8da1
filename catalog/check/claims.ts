import type { Catalogue } from '../catalogue.ts'
import type { Dataset, Field } from '../dataset.ts'
import { type Element, sourcesOf } from '../element.ts'
import { departmentFields } from './finding.ts'

/** A field that is, or acts as, the source of an element. */
export interface Claim {
  /** `dataset.field` */
  ref: string
  dataset: Dataset
  field: Field
  /** The keys that it answers for; empty: every key. */
  keyPrefixes: string[]
  /** True when the element names it as its authority; false when only its role says source. */
  named: boolean
}

/** The field that `dataset.field` names, with its dataset. */
export function fieldAt(catalogue: Catalogue, ref: string): { dataset: Dataset; field: Field } | undefined {
  const [datasetId, fieldId] = ref.split('.')
  const dataset = catalogue.datasets.find((each) => each.id === datasetId)
  const field = dataset?.fields.find((each) => each.id === fieldId)
  return dataset && field ? { dataset, field } : undefined
}

/** Every existing field that claims the element: those named as its authority, then other fields of role source. */
export function claimsOf(catalogue: Catalogue, element: Element): Claim[] {
  const sources = sourcesOf(element)
  const named = sources.flatMap((source): Claim[] => {
    const at = fieldAt(catalogue, source.field)
    return at ? [{ ref: source.field, ...at, keyPrefixes: source.keyPrefixes, named: true }] : []
  })
  const refs = new Set(sources.map((source) => source.field))
  const others = catalogue.datasets.flatMap((dataset) =>
    dataset.fields
      .filter((field) => field.role === 'source' && field.element === element.id)
      .map(
        (field): Claim => ({
          ref: `${dataset.id}.${field.id}`,
          dataset,
          field,
          keyPrefixes: [],
          named: false,
        }),
      ),
  )
  return [...named, ...others.filter((claim) => !refs.has(claim.ref))]
}

/** True when some key belongs to both scopes. No prefix means every key. */
export function scopesOverlap(first: string[], second: string[]): boolean {
  if (first.length === 0 || second.length === 0) return true
  return first.some((a) => second.some((b) => a.startsWith(b) || b.startsWith(a)))
}

/** Both parties of a dispute: field, collecting department and key scope of each, as `first…` and `second…`. */
export function bothParties(catalogue: Catalogue, first: Claim, second: Claim): Record<string, string> {
  return { ...party(catalogue, 'first', first), ...party(catalogue, 'second', second) }
}

function party(catalogue: Catalogue, name: string, claim: Claim): Record<string, string> {
  return {
    [name]: claim.ref,
    [`${name}_scope`]:
      claim.keyPrefixes.length === 0 ? '*' : claim.keyPrefixes.map((each) => `${each}*`).join(' '),
    ...departmentFields(catalogue, `${name}_department`, claim.dataset.collectingDepartment),
  }
}
