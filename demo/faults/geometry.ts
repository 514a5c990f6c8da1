import type { Dataset } from '../../catalog/dataset.ts'
import { type FaultKind, reject } from './kind.ts'
import { constant } from './values.ts'

/** Faults of a geometry. */
export function geometryFaults(_dataset: Dataset, id: string): FaultKind[] {
  return [reject('geometry.unreadable', id, constant('不详', 'POLYGON((', '{"type":"Polygon"'))]
}
