import type { Catalogue } from '../catalogue.ts'
import type { Dataset, Field } from '../dataset.ts'
import { type Element, type ScopedSource, sourcesOf } from '../element.ts'
import { departmentFields } from './finding.ts'

/** What a source answers for: keys with one of the prefixes (none: every key), and values of one element (none: all). */
export interface ClaimScope {
  keyPrefixes: string[]
  when?: { element: string; in: string[] }
}

/** A field that is, or acts as, the source of an element. */
export interface Claim {
  /** `dataset.field` */
  ref: string
  dataset: Dataset
  field: Field
  scope: ClaimScope
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
    return at ? [{ ref: source.field, ...at, scope: scopeOf(at.dataset, source), named: true }] : []
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
          scope: { keyPrefixes: [] },
          named: false,
        }),
      ),
  )
  return [...named, ...others.filter((claim) => !refs.has(claim.ref))]
}

/** The scope as elements, so that two datasets' fields can be compared; a field that does not exist is no scope. */
function scopeOf(dataset: Dataset, { keyPrefixes, when }: ScopedSource): ClaimScope {
  const element = dataset.fields.find((field) => field.id === when?.field)?.element
  return when && element ? { keyPrefixes, when: { element, in: when.in } } : { keyPrefixes }
}

/** True when some record may belong to both scopes. */
export function scopesOverlap(first: ClaimScope, second: ClaimScope): boolean {
  return keysOverlap(first.keyPrefixes, second.keyPrefixes) && valuesOverlap(first.when, second.when)
}

function keysOverlap(first: string[], second: string[]): boolean {
  if (first.length === 0 || second.length === 0) return true
  return first.some((a) => second.some((b) => a.startsWith(b) || b.startsWith(a)))
}

/** Values of different elements say nothing about each other. */
function valuesOverlap(first: ClaimScope['when'], second: ClaimScope['when']): boolean {
  if (!first || !second || first.element !== second.element) return true
  return first.in.some((value) => second.in.includes(value))
}

/** Both parties of a dispute: field, collecting department and scope of each, as `first…` and `second…`. */
export function bothParties(catalogue: Catalogue, first: Claim, second: Claim): Record<string, string> {
  return { ...party(catalogue, 'first', first), ...party(catalogue, 'second', second) }
}

function party(catalogue: Catalogue, name: string, claim: Claim): Record<string, string> {
  return {
    [name]: claim.ref,
    [`${name}_scope`]: scopeText(claim.scope),
    ...departmentFields(catalogue, `${name}_department`, claim.dataset.collectingDepartment),
  }
}

function scopeText({ keyPrefixes, when }: ClaimScope): string {
  const keys = keyPrefixes.length === 0 ? '*' : keyPrefixes.map((each) => `${each}*`).join(' ')
  return when ? `${keys}; ${when.element} = ${when.in.join(' | ')}` : keys
}
