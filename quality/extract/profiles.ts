import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { values } from '../../warehouse/engine/values.ts'
import { profileColumns } from '../../warehouse/tables/quality.ts'
import type { Warehouse } from '../../warehouse/warehouse.ts'
import type { Earlier } from './input.ts'
import {
  type Profile as ExtractProfile,
  type ProfileRow as ExtractProfileRow,
  profileOf as extractProfileOf,
} from './profile.ts'

/** The table of the profiles of extracts. */
export const profileTable = 'quality/profiles'
/** So many extracts before are compared with. */
const COMPARED = 12

/** The profile of an extract, and the values of each field that could not be read, from its quality history. */
export async function profileWith(
  session: Session,
  catalogue: Catalogue,
  dataset: Dataset,
  accepted: Relation,
  history: Relation,
): Promise<ExtractProfile> {
  const unreadable = await session.rows<{ field: string; count: number }>(
    sql`select field, sum(failed)::double as count from ${history}
      where code in ('date.invalid', 'datetime.invalid', 'number.invalid') group by field order by field`,
  )
  return [
    ...(await extractProfileOf(session, catalogue, dataset, accepted)),
    ...unreadable.map(
      ({ field, count }): ExtractProfileRow => ({
        field,
        what: 'unreadable',
        value: null,
        count: Number(count),
      }),
    ),
  ]
}

export async function storeProfile(
  platform: Warehouse,
  session: Session,
  dataset: Dataset,
  seq: number,
  profile: ExtractProfile,
): Promise<void> {
  const table = platform.lake.table(profileTable)
  await table.create(profileColumns())
  const rows = values(
    profileColumns(),
    profile.map((row) => ({ dataset: dataset.id, _extract: seq, ...row })),
  )
  await table.appendOnce(session, sql`from ${rows}`, { app: dataset.id, version: seq, operation: 'PROFILE' })
}

/** The profiles of the last of the given extracts, the oldest first: only their files are read. */
export async function earlierProfiles(
  platform: Warehouse,
  session: Session,
  dataset: Dataset,
  before: { seq: number; asOf: Date }[],
): Promise<Earlier[]> {
  const table = platform.lake.table(profileTable)
  const found: Earlier[] = []
  const compared = before.slice(-COMPARED)
  const kept = await table.ofExtract(
    compared.map(({ seq }) => seq),
    dataset.id,
  )
  const rows = await session.rows<ExtractProfileRow & { seq: number }>(
    sql`select _extract::double as seq, field, what, value, count::double as count from ${kept}
      where dataset = ${sql.lit(dataset.id)}`,
  )
  for (const { seq, asOf } of compared) {
    const profile = rows.filter((row) => Number(row.seq) === seq)
    if (profile.length > 0) found.push({ asOf, profile })
  }
  return found
}
