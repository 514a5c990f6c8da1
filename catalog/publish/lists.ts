import type { Catalogue } from '../catalogue.ts'
import type { Dataset } from '../dataset.ts'
import { type Element, sourcesOf } from '../element.ts'
import { elementOf } from '../lookup.ts'
import type { Name } from '../names.ts'

/** A plain row: column → text. Every row of a list has the same columns in the same order. */
export type Row = Record<string, string>

/** A dataset is graded as its most sensitive field is. */
export function gradingOf(catalogue: Catalogue, dataset: Dataset): string {
  const gradings = dataset.fields.map((field) => elementOf(catalogue, field.element).grading)
  return gradings.sort().at(-1) ?? ''
}

/** Words to find a register by. */
export function keywordsOf(catalogue: Catalogue, dataset: Dataset): Name[] {
  if (dataset.keywords.length > 0) return dataset.keywords
  return dataset.fields
    .filter(({ role }) => role === 'source')
    .map(({ element }) => elementOf(catalogue, element).name)
}

/** Datasets that its rules refer to, and the authorities of what it holds as copies. */
export function relatedTo(catalogue: Catalogue, dataset: Dataset): Dataset[] {
  const referred = dataset.rules.flatMap((rule) => (rule.kind === 'reference' ? rule.datasets : []))
  const authorities = dataset.fields
    .filter((field) => field.role !== 'source')
    .flatMap((field) => sourcesOf(elementOf(catalogue, field.element)))
    .map((source) => source.field.split('.')[0])
  return catalogue.datasets.filter(
    (each) => each !== dataset && (referred.includes(each.id) || authorities.includes(each.id)),
  )
}

/** The foundation in whose tables an element stands: its own, or that of the register whose records it describes. */
export function foundationOfElement(catalogue: Catalogue, element: Element): string | undefined {
  const prefix = element.id.slice(0, element.id.indexOf('.'))
  if (catalogue.foundations.some((foundation) => foundation.id === prefix)) return prefix
  return catalogue.datasets.find((dataset) => dataset.fields.some((field) => field.element === element.id))
    ?.foundation
}
