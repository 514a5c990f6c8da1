import { sql } from 'kysely'
import type { Expression } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { type Extent, extentOf } from './extent.ts'

/** The extents of divisions, looked up by the code of a division. */
export type Extents = (division: string) => Extent | undefined

/**
 * Reads the boundaries of divisions, rows of `division` and `geometry` (WKB). A division without a boundary has
 * that of its league or city, else that of the region; a geometry lies in it when it lies in one of its parts.
 */
export async function readExtents(session: Session, boundaries: Expression): Promise<Extents> {
  const byDivision = new Map<string, Extent[]>()
  const rows = session.stream<{ division: string; geometry: Uint8Array }>(
    sql`select division, geometry from ${boundaries} where division is not null and geometry is not null`,
  )
  for await (const chunk of rows) {
    for (const { division, geometry } of chunk) {
      const extent = extentOf(geometry)
      if (extent) byDivision.set(division, [...(byDivision.get(division) ?? []), extent])
    }
  }
  return (division) => {
    const codes = [division, `${division.slice(0, 4)}00`, `${division.slice(0, 2)}0000`]
    const extents = codes.map((code) => byDivision.get(code)).find((each) => each !== undefined)
    return extents && ((shape, box) => extents.some((each) => each(shape, box)))
  }
}
