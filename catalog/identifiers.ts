import type { Catalogue } from './catalogue.ts'
import { type Dataset, identityOf } from './dataset.ts'
import type { Foundation } from './foundation.ts'
import { columnOf, datasetOf, elementOf } from './lookup.ts'
import { fieldsOf, isSetRule } from './rule.ts'

/** Types of the keys of subjects that are known everywhere: people, bodies, and either of them. */
export const subjectTypes = ['citizenId', 'uscc', 'subjectId'] as const
export type SubjectType = (typeof subjectTypes)[number]

/** A column that names subjects by their key. */
export interface Identifier {
  column: string
  type: SubjectType
  /** The column that says whether a `subjectId` is a person's. */
  kind?: string | undefined
}

/** A foundation whose subjects change their keys, with the type of these. */
export interface KeySpace {
  type: SubjectType
  foundation: string
  /** The register of changes, and its field with the key before. */
  dataset: string
  former: string
}

/** The foundations that name a register of changed keys which the catalogue has. */
export function keySpaces(catalogue: Catalogue): KeySpace[] {
  return catalogue.foundations.flatMap(({ id, keyElement, keyChanges }) => {
    const type = catalogue.elements.find((each) => each.id === keyElement)?.type
    const known = catalogue.datasets.some((each) => each.id === keyChanges?.dataset)
    return keyChanges && known && isSubjectType(type) ? [{ type, foundation: id, ...keyChanges }] : []
  })
}

/**
 * The fields of a register that name subjects, its key among them. Where a register of changes says what a key was
 * before, it means the key and not the subject.
 */
export function identifiersOf(catalogue: Catalogue, dataset: Dataset): Identifier[] {
  const former = keySpaces(catalogue).find((space) => space.dataset === dataset.id)?.former
  return dataset.fields.flatMap(({ id, element }) => {
    const { type } = elementOf(catalogue, element)
    if (!isSubjectType(type) || id === former) return []
    return [{ column: id, type, ...(type === 'subjectId' ? { kind: kindFieldOf(dataset, id) } : {}) }]
  })
}

/** The columns of a foundation's golden table that name subjects, without its own key. */
export function identifiersOfBase(catalogue: Catalogue, foundation: Foundation): Identifier[] {
  const prefix = `${foundation.id}.`
  const found = foundation.datasets.flatMap((id) => {
    const dataset = datasetOf(catalogue, id)
    const column = (field: string | undefined) => {
      const element = dataset.fields.find((each) => each.id === field)?.element ?? ''
      return element.startsWith(prefix) && element !== foundation.keyElement ? columnOf(element) : undefined
    }
    return identifiersOf(catalogue, dataset).flatMap(({ column: field, type, kind }) => {
      const name = column(field)
      return name ? [{ column: name, type, kind: column(kind) }] : []
    })
  })
  return [...new Map(found.map((each) => [each.column, each])).values()]
}

/** The field that says what the subject of `field` is, from the rule `subjectId`; none without such a rule. */
export function kindFieldOf(dataset: Dataset, field: string): string | undefined {
  const rule = dataset.rules.find((each) => each.kind === 'subjectId' && each.field === field)
  return rule?.kind === 'subjectId' ? rule.kindField : undefined
}

/** The identifiers that the rules of a register compare with other rows. */
export function identifiersCompared(catalogue: Catalogue, dataset: Dataset): Identifier[] {
  const rules = dataset.rules.filter(isSetRule).filter(({ kind }) => kind !== 'unique')
  if (rules.length === 0) return []
  const compared = new Set([...identityOf(dataset), ...rules.flatMap(fieldsOf)])
  return identifiersOf(catalogue, dataset).filter(({ column }) => compared.has(column))
}

/** The registers of changed keys that a register's rules go by, since they compare identifiers. */
export function keyChangesFollowed(catalogue: Catalogue, dataset: Dataset): KeySpace[] {
  const types = new Set(identifiersCompared(catalogue, dataset).map(({ type }) => type))
  return keySpaces(catalogue).filter((space) => types.has(space.type) || types.has('subjectId'))
}

function isSubjectType(type: string | undefined): type is SubjectType {
  return subjectTypes.some((each) => each === type)
}
