import { sql } from 'kysely'
import type { Catalogue } from '../catalog/catalogue.ts'
import type { Dataset } from '../catalog/dataset.ts'
import type { Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { geometryFieldOf } from './geometry/field.ts'
import { examineGeometries } from './geometry/pass.ts'
import { normalised, typeOf } from './normalise/fields.ts'
import { standardColumns } from './scan.ts'

export interface Received {
  catalogue: Catalogue
  dataset: Dataset
  /** Rows as received, in raw/<dataset>'s shape. */
  raw: Relation
}

/**
 * Rows as received in their standard form, whether or not they were accepted: what `judge` makes of them, without
 * judging them. The relation can be read until `dispose`.
 */
export async function standardRows(
  session: Session,
  { catalogue, dataset, raw }: Received,
): Promise<{ rows: Relation; dispose(): Promise<void> }> {
  const geometry = geometryFieldOf(catalogue, dataset)
  const pass = geometry && (await examineGeometries(session, raw, geometry))
  const columns = sql.join(standardColumns({ catalogue, dataset }))
  return {
    rows: sql`(select ${columns} from ${normalised(catalogue, dataset, pass?.rows ?? raw)})`,
    dispose: async () => pass?.dispose(),
  }
}

/** Lines as received, with the key in its standard form: rows `_line, key`. Nothing else of the rows is read. */
export function keysOf({ catalogue, dataset, raw }: Received): Relation {
  const fields = dataset.fields.filter(({ id }) => typeOf(catalogue, dataset, id) !== 'geometry')
  const narrow = { ...dataset, fields }
  return sql`(select _line, ${sql.id(dataset.key)}::varchar as key from ${normalised(catalogue, narrow, raw)})`
}
