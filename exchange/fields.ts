import type { Catalogue } from '../catalog/catalogue.ts'
import type { CodeTable } from '../catalog/data/code_table.ts'
import { type Element, sourcesOf } from '../catalog/element.ts'
import type { Foundation } from '../catalog/foundation.ts'
import { columnOf, elementsOf } from '../catalog/lookup.ts'
import type { MaskId } from '../catalog/masks.ts'
import { fitsMask, type OutputType, outputTypeOf } from './masks.ts'
import type { Reason } from './reasons.ts'
import type { Request, RequestField } from './request.ts'

/** One column that leaves: an element under the mask that really applies. */
export interface Column {
  readonly name: string
  readonly element: Element
  /** `none` also where a clear value was granted. */
  readonly mask: MaskId
  readonly clearLegalBasis?: string
  readonly type: OutputType
  readonly codeTable?: CodeTable
}

/** The mask that a field leaves under. */
function maskOf(element: Element, field: RequestField): MaskId {
  if (field.hash) return 'hash'
  return field.clear ? 'none' : element.mask
}

/** The entitled columns in catalogue order. */
export function columnsOf(elements: Element[], tables: readonly CodeTable[], request: Request): Column[] {
  return elements.flatMap((element) => {
    const field = request.fields.find((each) => each.element === element.id)
    if (!field) return []
    const mask = maskOf(element, field)
    return [
      {
        name: columnOf(element.id),
        element,
        mask,
        ...(field.clear && element.mask !== 'none' ? { clearLegalBasis: field.clearLegalBasis } : {}),
        type: outputTypeOf(element.type, mask),
        codeTable: tables.find((table) => table.id === element.codeTable),
      },
    ]
  })
}

/** Reasons against the fields: each field for itself, then all of them together. */
export function judgeFields(
  catalogue: Catalogue,
  foundation: Foundation,
  request: Request,
  negativeList: readonly string[],
): Reason[] {
  const elements = elementsOf(catalogue, foundation.id)
  const reasons = request.fields.flatMap((field) => {
    const element = elements.find((each) => each.id === field.element)
    const negative = negativeList.includes(field.element)
    if (!element) {
      const unknown: Reason = {
        code: 'unknown_element',
        fields: { element: field.element, foundation: foundation.id },
      }
      return negative ? [unknown, negativeReason(field)] : [unknown]
    }
    return [
      ...(negative ? [negativeReason(field)] : []),
      ...judgeSharing(catalogue, element, request),
      ...judgeMask(element, field),
    ]
  })
  return [...reasons, ...judgeTogether(foundation, elements, request)]
}

function negativeReason(field: RequestField): Reason {
  return { code: 'negative_list', fields: { element: field.element } }
}

/** Every dataset that can fill the element must be shareable, and shared on a legal basis where conditional. */
function judgeSharing(catalogue: Catalogue, element: Element, request: Request): Reason[] {
  const refs = [...sourcesOf(element).map((source) => source.field), ...element.fallbacks]
  const ids = new Set(refs.map((ref) => ref.slice(0, ref.indexOf('.'))))
  const reasons: Reason[] = []
  for (const dataset of catalogue.datasets.filter((each) => ids.has(each.id))) {
    const fields = { element: element.id, dataset: dataset.id, department: dataset.providingDepartment }
    if (dataset.sharing.type === 'withheld') reasons.push({ code: 'withheld', fields })
    if (dataset.sharing.type === 'conditional' && request.legalBasis === '') {
      reasons.push({ code: 'no_legal_basis', fields })
    }
  }
  return reasons
}

function judgeMask(element: Element, field: RequestField): Reason[] {
  const fields = { element: element.id, mask: element.mask }
  const reasons: Reason[] = []
  if (field.hash && (field.clear || !isJoinable(element))) reasons.push({ code: 'hash_unfit', fields })
  if (field.clear && element.mask !== 'none' && field.clearLegalBasis === '') {
    reasons.push({ code: 'clear_without_basis', fields })
  }
  if (element.mask === 'drop' && !field.clear) reasons.push({ code: 'drop_not_clear', fields })
  if (!fitsMask(element.type, maskOf(element, field))) reasons.push({ code: 'mask_unfit', fields })
  return reasons
}

/** Hashes of values from a small set can be guessed back by counting: only identifiers may be hashed. */
function isJoinable(element: Element): boolean {
  return element.mask === 'hash' || element.type === 'citizenId' || element.type === 'uscc'
}

function judgeTogether(foundation: Foundation, elements: Element[], request: Request): Reason[] {
  const asked = request.fields.map((field) => field.element)
  const reasons: Reason[] = []
  if (asked.length === 0) reasons.push({ code: 'fields_empty', fields: {} })
  if (asked.length > elements.length) {
    reasons.push({ code: 'fields_too_many', fields: { asked: asked.length, known: elements.length } })
  }
  for (const element of new Set(asked.filter((id, at) => asked.indexOf(id) !== at))) {
    reasons.push({ code: 'field_twice', fields: { element } })
  }
  const key = elements.find((each) => each.id === foundation.keyElement)
  const field = request.fields.find((each) => each.element === foundation.keyElement)
  const readable = key && field && ['none', 'hash'].includes(maskOf(key, field))
  if (request.delivery === 'incremental' && !readable) {
    reasons.push({ code: 'key_missing', fields: { element: foundation.keyElement } })
  }
  return reasons
}
