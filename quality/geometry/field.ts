import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset, Field } from '../../catalog/dataset.ts'
import { columnOf, elementOf } from '../../catalog/lookup.ts'
import { ShuyuanError } from '../../core/errors.ts'
import './locale.ts'
import { type GeometryType, geometryTypes } from './shape.ts'

/** Element of the field that names the coordinate system. */
const CRS = 'feature.crs'
/** Column of the element of the area that the department declares, in square metres. */
const DECLARED_AREA = 'declared_area_m2'

/** The geometry of a dataset and the fields that say more about it. */
export interface GeometryField {
  field: string
  crs?: Field
  declaredArea?: Field
  /** Field of the division in whose extent it must lie. */
  division?: Field
  types: readonly GeometryType[]
  maxArea?: number
}

/**
 * The one field with a geometry, with what the dataset's rule says of it; undefined without one.
 * @throws ShuyuanError `quality.two_geometries`
 */
export function geometryFieldOf(catalogue: Catalogue, dataset: Dataset): GeometryField | undefined {
  const [field, ...others] = dataset.fields.filter(
    (each) => elementOf(catalogue, each.element).type === 'geometry',
  )
  if (others.length > 0) throw new ShuyuanError('quality.two_geometries', { dataset: dataset.id })
  if (!field) return undefined
  const rule = dataset.rules.find((each) => each.kind === 'geometry' && each.field === field.id)
  const declared = rule?.kind === 'geometry' ? rule : undefined
  return {
    field: field.id,
    crs: dataset.fields.find((each) => each.element === CRS),
    declaredArea: dataset.fields.find((each) => columnOf(each.element) === DECLARED_AREA),
    division: dataset.fields.find((each) => each.id === declared?.division),
    types: declared?.types ?? geometryTypes,
    maxArea: declared?.maxArea,
  }
}
