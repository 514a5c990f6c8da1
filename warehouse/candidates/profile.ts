import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { columnOf, elementOf, elementsOf } from '../../catalog/lookup.ts'

/** How two values of a feature are compared; see `similarity.ts`. */
export type FeatureKind = 'key' | 'personName' | 'entityName' | 'date' | 'code' | 'divisions' | 'phone'

/** Something of a record that may tell whose it is. */
export interface Feature {
  id: string
  kind: FeatureKind
  /** Points for full agreement; the points of a profile sum to 100. */
  points: number
}

/** What candidates for a record without a usable key are judged by, in one foundation. */
export interface Profile {
  features: Feature[]
  /** Columns of the base table that a feature is read from; those that the table has not are passed over. */
  columns: Record<string, string[]>
  /** Combinations of parts that must be equal before two records are compared at all; see `blocks.ts`. */
  blocks: string[][]
  /** Characters of the key of which all but one part must be equal: a number with one wrong character. */
  keyCuts: [first: number, last: number][]
}

/** A candidate below this is not shown: a name alone is not enough. */
export const FLOOR = 32
/** Candidates shown for one record. */
export const MOST = 5

const feature = (id: string, kind: FeatureKind, points: number): Feature => ({ id, kind, points })

const profiles: Record<string, Profile> = {
  person: {
    features: [
      feature('key', 'key', 32),
      feature('name', 'personName', 30),
      feature('birth_date', 'date', 18),
      feature('phone', 'phone', 10),
      feature('division', 'divisions', 6),
      feature('sex', 'code', 4),
    ],
    columns: {
      name: ['name'],
      birth_date: ['birth_date'],
      phone: ['phone'],
      division: ['household_division', 'residence_division'],
      sex: ['sex'],
    },
    blocks: [
      ['birth_date', 'name.first'],
      ['birth_date', 'name.last'],
      ['name', 'division.city'],
      ['name', 'birth_date.year'],
      ['name', 'birth_date.day'],
      ['phone'],
      ['division', 'name.two'],
    ],
    keyCuts: [
      [1, 9],
      [9, 10],
      [10, 14],
      [14, 15],
      [15, 18],
    ],
  },
  legal_entity: {
    features: [
      feature('key', 'key', 32),
      feature('name', 'entityName', 36),
      feature('representative', 'personName', 14),
      feature('established_on', 'date', 10),
      feature('division', 'divisions', 8),
    ],
    columns: {
      name: ['name'],
      representative: ['representative_name'],
      established_on: ['established_on'],
      division: ['division'],
    },
    blocks: [
      ['name'],
      ['representative', 'division'],
      ['representative', 'established_on'],
      ['established_on', 'division'],
      ['division', 'name.eight'],
    ],
    keyCuts: [
      [1, 8],
      [8, 9],
      [9, 13],
      [13, 14],
      [14, 18],
    ],
  },
}

/** The profile of a foundation; undefined where records have nothing to be matched by but their key. */
export function profileOf(foundation: Foundation): Profile | undefined {
  return profiles[foundation.id]
}

/** Fields of `dataset` that carry a feature, in the dataset's order. */
export function fieldsOf(
  catalogue: Catalogue,
  dataset: Dataset,
  profile: Profile,
  { id, kind }: Feature,
): string[] {
  if (kind === 'key') return [dataset.key]
  const elements = (profile.columns[id] ?? []).map((column) => `${dataset.foundation}.${column}`)
  const carries = (element: string) => {
    if (elements.includes(element)) return true
    const { type } = elementOf(catalogue, element)
    return (kind === 'divisions' && type === 'division') || (kind === 'phone' && type === 'phone')
  }
  return dataset.fields
    .filter((field) => field.id !== dataset.key && carries(field.element))
    .map((field) => field.id)
}

/** Columns of the foundation's base table that carry a feature. */
export function baseColumnsOf(
  catalogue: Catalogue,
  foundation: Foundation,
  profile: Profile,
  { id, kind }: Feature,
): string[] {
  if (kind === 'key') return [foundation.key]
  const there = new Set(elementsOf(catalogue, foundation.id).map((element) => columnOf(element.id)))
  return (profile.columns[id] ?? []).filter((column) => there.has(column))
}
