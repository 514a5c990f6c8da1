import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Dataset } from '../../../catalog/dataset.ts'
import { keyChangesFollowed } from '../../../catalog/identifiers.ts'
import { registersOf } from '../../../catalog/rule.ts'
import { placeRegistersOf } from '../../../catalog/subject_places.ts'
import { boundaryRegisterOf } from '../../../quality/registers/boundaries.ts'

/** Datasets that this one's rules look into, other than itself, after those by which subjects are known. */
export function references(catalogue: Catalogue, dataset: Dataset): string[] {
  const followed = keyChangesFollowed(catalogue, dataset).map((space) => space.dataset)
  const boundaries = boundaryRegisterOf(catalogue, dataset)
  const ids = [...followed, ...dataset.rules.flatMap(registersOf), ...(boundaries ? [boundaries.id] : [])]
  return [...new Set(ids)].filter((id) => id !== dataset.id)
}

/** Datasets that come before this one: those that it refers to, and those by which its subjects are placed. */
export function earlier(catalogue: Catalogue, dataset: Dataset): string[] {
  return [...new Set([...references(catalogue, dataset), ...placeRegistersOf(catalogue, dataset)])]
}

/**
 * Referenced datasets first; the catalogue's order otherwise. Where registers refer to one another in a circle, the
 * one that comes first in the catalogue is read as the others left it in the run before: there is no order in which
 * each could see the others' news, and what it misses now it finds with its next extract.
 */
export function inReferenceOrder(catalogue: Catalogue, datasets: Dataset[]): Dataset[] {
  const ordered: Dataset[] = []
  const visited = new Set<string>()
  const place = (dataset: Dataset) => {
    if (visited.has(dataset.id)) return
    visited.add(dataset.id)
    for (const id of earlier(catalogue, dataset)) {
      const other = datasets.find((candidate) => candidate.id === id)
      if (other) place(other)
    }
    ordered.push(dataset)
  }
  for (const dataset of datasets) place(dataset)
  return ordered
}
