import { ShuyuanError } from '../core/errors.ts'
import type { Catalogue } from './catalogue.ts'
import type { Dataset, Field } from './dataset.ts'
import type { Element } from './element.ts'
import type { Foundation } from './foundation.ts'
import './locale.ts'
import type { Name } from './names.ts'

/** The dataset `id`. @throws ShuyuanError `catalog.unknown_dataset` */
export function datasetOf(catalogue: Catalogue, id: string): Dataset {
  return found(catalogue.datasets, id, 'catalog.unknown_dataset')
}

/** The foundation `id`. @throws ShuyuanError `catalog.unknown_foundation` */
export function foundationOf(catalogue: Catalogue, id: string): Foundation {
  return found(catalogue.foundations, id, 'catalog.unknown_foundation')
}

/** The name of a department, or its id where the catalogue has none. */
export function departmentName(catalogue: Pick<Catalogue, 'departments'>, id: string): Name {
  const department = catalogue.departments.find((each) => each.id === id)
  return department?.name ?? { 'zh-CN': id, en: id }
}

/** The element `id`. @throws ShuyuanError `catalog.unknown_element` */
export function elementOf(catalogue: Catalogue, id: string): Element {
  return found(catalogue.elements, id, 'catalog.unknown_element')
}

/** The field `id` of `dataset`. @throws ShuyuanError `catalog.unknown_field` */
export function fieldOf(dataset: Dataset, id: string): Field {
  return found(dataset.fields, id, 'catalog.unknown_field')
}

/** The name of a field, and those that it had before. */
export function namesOfField({ fields }: Pick<Dataset, 'fields'>, id: string): string[] {
  return [id, ...(fields.find((field) => field.id === id)?.formerly ?? [])]
}

/**
 * The name by which a register has a field now, of a name that the field has or had; several joined with `+` each by
 * itself. A name that no field had stays.
 */
export function presentField(dataset: Pick<Dataset, 'fields'>, name: string): string {
  const present = (one: string) =>
    dataset.fields.some(({ id }) => id === one)
      ? one
      : (dataset.fields.find(({ formerly }) => formerly.includes(one))?.id ?? one)
  return name.split('+').map(present).join('+')
}

/** The column of a foundation's golden table that carries `element`: what follows the dot of its id. */
export function columnOf(elementId: string): string {
  return elementId.slice(elementId.indexOf('.') + 1)
}

/** The elements of a foundation, in catalogue order, which is the order of the golden table's columns. */
export function elementsOf(catalogue: Catalogue, foundationId: string): Element[] {
  return catalogue.elements.filter((element) => element.id.startsWith(`${foundationId}.`))
}

type Unknown = `catalog.unknown_${'dataset' | 'foundation' | 'element' | 'field'}`

/** The items of a list by id, as long as it has as many. */
const indexes = new WeakMap<object, Map<string, object>>()

function indexOf<T extends { id: string }>(items: T[]): Map<string, T> {
  const known = indexes.get(items) as Map<string, T> | undefined
  if (known?.size === items.length) return known
  const index = new Map([...items].reverse().map((each) => [each.id, each]))
  indexes.set(items, index)
  return index
}

function found<T extends { id: string }>(items: T[], id: string, code: Unknown): T {
  const item = indexOf(items).get(id)
  if (!item) throw new ShuyuanError(code, { id, known: items.map((each) => each.id).join(', ') })
  return item
}
