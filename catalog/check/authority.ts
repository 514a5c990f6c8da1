import type { Catalogue } from '../catalogue.ts'
import { type Element, sourcesOf } from '../element.ts'
import { bothParties, type Claim, claimsOf, fieldAt, scopesOverlap } from './claims.ts'
import { departmentFields, type Finding, finding, repeated } from './finding.ts'
import { isAboutRecord } from './record.ts'

/** One item, one source: every element has exactly one authority for every key, and nobody else collects it. */
export function checkAuthority(catalogue: Catalogue): Finding[] {
  return catalogue.elements
    .filter((element) => !isAboutRecord(element.id))
    .flatMap((element) => {
      const claims = claimsOf(catalogue, element)
      return [
        ...badAuthorities(catalogue, element),
        ...badScopes(catalogue, element),
        ...rivals(catalogue, element, claims),
        ...unnamedSources(catalogue, element, claims),
        ...badFallbacks(catalogue, element),
      ]
    })
}

/** Authorities that are no field, another element's field, or a mere copy. */
function badAuthorities(catalogue: Catalogue, element: Element): Finding[] {
  return sourcesOf(element).flatMap(({ field: ref }) => {
    const at = fieldAt(catalogue, ref)
    const fields = { element: element.id, field: ref }
    if (!at) return [finding('authority_missing', fields)]
    const owner = departmentFields(catalogue, 'department', at.dataset.collectingDepartment)
    if (at.field.element !== element.id) {
      return [finding('authority_other_element', { ...fields, ...owner, carries: at.field.element })]
    }
    return at.field.role === 'copy' ? [finding('authority_is_copy', { ...fields, ...owner })] : []
  })
}

/** Scopes by a field that its dataset does not have, or that holds no code. */
function badScopes(catalogue: Catalogue, element: Element): Finding[] {
  return sourcesOf(element).flatMap(({ field: ref, when }) => {
    const at = fieldAt(catalogue, ref)
    if (!at || !when) return []
    const carried = at.dataset.fields.find((field) => field.id === when.field)?.element
    const type = catalogue.elements.find((each) => each.id === carried)?.type
    return type === 'code'
      ? []
      : [finding('scope_field', { element: element.id, field: ref, scope: when.field })]
  })
}

/** Two claims to the same keys of one element. */
function rivals(catalogue: Catalogue, element: Element, claims: Claim[]): Finding[] {
  return pairs(claims).flatMap(([first, second]) => {
    if (!scopesOverlap(first.scope, second.scope)) return []
    const fields = { element: element.id, ...bothParties(catalogue, first, second) }
    if (first.named === second.named) return [finding('two_authorities', fields)]
    const repeatedly = first.dataset.collectingDepartment !== second.dataset.collectingDepartment
    return repeatedly ? [finding('repeated_collection', fields)] : []
  })
}

/** Sources that the element does not name, unless they are another department's (then it is repeated collection). */
function unnamedSources(catalogue: Catalogue, element: Element, claims: Claim[]): Finding[] {
  const named = claims.filter((claim) => claim.named)
  const collects = (claim: Claim) =>
    named.length === 0 ||
    named.some((each) => each.dataset.collectingDepartment === claim.dataset.collectingDepartment)
  return claims
    .filter((claim) => !claim.named && collects(claim))
    .map((claim) =>
      finding('source_not_authority', {
        element: element.id,
        field: claim.ref,
        authority: sourcesOf(element)
          .map((source) => source.field)
          .join(', '),
        ...departmentFields(catalogue, 'department', claim.dataset.collectingDepartment),
      }),
    )
}

/** Fallbacks that are no field, another element's field, not a copy, or named twice. */
function badFallbacks(catalogue: Catalogue, element: Element): Finding[] {
  const twice = repeated(element.fallbacks).map((field) =>
    finding('duplicate', { what: 'fallback', id: `${element.id} → ${field}` }),
  )
  const bad = element.fallbacks.flatMap((ref) => {
    const at = fieldAt(catalogue, ref)
    const fields = { element: element.id, field: ref }
    if (!at) return [finding('fallback_missing', fields)]
    const owner = departmentFields(catalogue, 'department', at.dataset.collectingDepartment)
    if (at.field.element !== element.id) {
      return [finding('fallback_other_element', { ...fields, ...owner, carries: at.field.element })]
    }
    return at.field.role === 'copy' ? [] : [finding('fallback_not_copy', { ...fields, ...owner })]
  })
  return [...twice, ...bad]
}

function pairs<T>(items: T[]): [T, T][] {
  return items.flatMap((first, index) => items.slice(index + 1).map((second): [T, T] => [first, second]))
}
