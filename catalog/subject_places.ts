import type { Catalogue } from './catalogue.ts'
import type { Dataset } from './dataset.ts'
import { type ScopedSource, sourcesOf } from './element.ts'
import { type Identifier, identifiersOf, type KeySpace, keySpaces } from './identifiers.ts'
import { elementOf } from './lookup.ts'

/** Where the subjects of a foundation are registered, as far as a register's field names them. */
export interface SubjectPlace {
  /** The foundation whose subjects are named. */
  foundation: string
  type: 'citizenId' | 'uscc'
  /** Field of the register that names the subject. */
  column: string
  /** Field that says whether it is a person, where either may be named. */
  kind?: string | undefined
  /** The fields that answer for the subject's division. */
  sources: { dataset: string; field: string; scope: ScopedSource }[]
}

/**
 * From where the rows of a register without a division have their league or city: from the person or body that its key
 * names, else its first field that names one. Empty for a register with a division of its own, or without a subject.
 */
export function subjectPlacesOf(catalogue: Catalogue, dataset: Dataset): SubjectPlace[] {
  const types = dataset.fields.map(({ element }) => elementOf(catalogue, element).type)
  if (types.includes('division')) return []
  const named = identifiersOf(catalogue, dataset)
  const subject = named.find(({ column }) => column === dataset.key) ?? named[0]
  return subject ? placesOf(catalogue, subject) : []
}

/** The registers that answer for the divisions of a register's subjects, and those of the keys these had before. */
export function placeRegistersOf(catalogue: Catalogue, dataset: Dataset): string[] {
  const places = subjectPlacesOf(catalogue, dataset)
  const sources = places.flatMap((place) => place.sources.map((source) => source.dataset))
  const changes = keySpacesOf(catalogue, places).map((space) => space.dataset)
  return [...new Set([...changes, ...sources])].filter((id) => id !== dataset.id)
}

/** The registers of changed keys of the foundations whose subjects are placed. */
export function keySpacesOf(catalogue: Catalogue, places: readonly SubjectPlace[]): KeySpace[] {
  const foundations = new Set(places.map(({ foundation }) => foundation))
  return keySpaces(catalogue).filter(({ foundation }) => foundations.has(foundation))
}

function placesOf(catalogue: Catalogue, { column, type, kind }: Identifier): SubjectPlace[] {
  if (type === 'subjectId' && kind === undefined) return []
  return catalogue.foundations.flatMap((foundation) => {
    const of = catalogue.elements.find(({ id }) => id === foundation.keyElement)?.type
    const division = catalogue.elements.find(
      ({ id }) => id === `${foundation.id}.${foundation.divisionColumn}`,
    )
    if ((of !== 'citizenId' && of !== 'uscc') || (type !== of && type !== 'subjectId') || !division) return []
    const sources = sourcesOf(division).map((scope) => {
      const [dataset = '', field = ''] = scope.field.split('.')
      return { dataset, field, scope }
    })
    return [{ foundation: foundation.id, type: of, column, ...(kind ? { kind } : {}), sources }]
  })
}
