import type { Catalogue } from '../../../catalog/catalogue.ts'
import { elementOf } from '../../../catalog/lookup.ts'
import type { Name } from '../../../catalog/names.ts'
import type { Delivered } from './delivered.ts'

/** What people call the columns that were delivered. */
export function columnNames(
  catalogue: Catalogue,
  { request, columns }: Delivered,
): { id: string; name: Name }[] {
  return columns.map((id) => ({ id, name: elementOf(catalogue, `${request.foundation}.${id}`).name }))
}

/** The delivered column that a city names by its id or in words, whatever the case and blanks; as given where none is. */
export function columnNamed(catalogue: Catalogue, delivered: Delivered, given: string): string {
  const plain = (text: string) => text.normalize('NFKC').replace(/\s/g, '').toLowerCase()
  const found = columnNames(catalogue, delivered).find(({ id, name }) =>
    [id, ...Object.values(name)].some((each) => plain(each) === plain(given)),
  )
  return found?.id ?? given
}
