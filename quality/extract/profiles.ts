import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { jsonRows } from '../../warehouse/engine/json_rows.ts'
import { everyRow, type Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { appendExtracts } from '../../warehouse/lake/transactions.ts'
import { profileColumns } from '../../warehouse/tables/quality.ts'
import type { Warehouse } from '../../warehouse/warehouse.ts'
import type { RuleInstance } from '../rules/instance.ts'
import type { Figures } from '../tally.ts'
import { type Profile, type ProfileRow, profilesOf } from './profile.ts'

/** The table of the profiles of extracts. */
export const profileTable = 'quality/profiles'
/** So many extracts before are compared with. */
const COMPARED = 12

/** Codes of values that are not of their field's type. */
const UNREADABLE: ReadonlySet<string> = new Set(['date.invalid', 'datetime.invalid', 'number.invalid'])

/** True of a rule that a value breaks which is not of its field's type. */
export const isUnreadable = ({ code }: Pick<RuleInstance, 'code'>): boolean => UNREADABLE.has(code)

/**
 * The profiles of extracts, and the values of each field that could not be read.
 * @param figures of the extracts that have rows, with the rules that `isUnreadable` picks among those asked for
 */
export async function profilesWith(
  session: Session,
  catalogue: Catalogue,
  dataset: Dataset,
  accepted: Relation,
  extracts: { seq: number; figures: Figures | undefined }[],
): Promise<Map<number, Profile>> {
  const seqs = extracts.map(({ seq }) => seq)
  const profiles = await profilesOf(session, catalogue, dataset, accepted, seqs)
  for (const { seq, figures } of extracts) profiles.get(seq)?.push(...unreadable(figures))
  return profiles
}

function unreadable(figures: Figures | undefined): ProfileRow[] {
  const fields = new Map<string, number>()
  for (const { rule, rows } of figures?.broken ?? [])
    if (isUnreadable(rule)) fields.set(rule.field, (fields.get(rule.field) ?? 0) + rows)
  return [...fields]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([field, count]) => ({ field, what: 'unreadable', value: null, count }))
}

/** Writes the profiles of extracts, each once. */
export async function storeProfiles(
  platform: Warehouse,
  session: Session,
  dataset: Dataset,
  profiles: ReadonlyMap<number, Profile>,
): Promise<void> {
  const table = platform.lake.table(profileTable)
  await table.create(profileColumns())
  const columns = Object.fromEntries(profileColumns().map(({ name, type }) => [name, type]))
  const rowsOf = (seqs: number[]) =>
    seqs.flatMap((seq) =>
      (profiles.get(seq) ?? []).map((row) => ({ dataset: dataset.id, _extract: seq, ...row })),
    )
  await appendExtracts(table, session, [...profiles.keys()], {
    app: dataset.id,
    operation: 'PROFILE',
    rows: (seqs) => everyRow(jsonRows<string>(columns, rowsOf(seqs))),
  })
}

/** The last of the extracts before an extract, with which it is compared. */
export function compared<T>(before: T[]): T[] {
  return before.slice(-COMPARED)
}

/** The profiles of the given extracts: only their files are read. Those that have none are left out. */
export async function storedProfiles(
  platform: Warehouse,
  session: Session,
  dataset: Dataset,
  seqs: number[],
): Promise<Map<number, Profile>> {
  if (seqs.length === 0) return new Map()
  const kept = await platform.lake.table(profileTable).ofExtract(seqs, dataset.id)
  const rows = await session.rows<ProfileRow & { seq: number }>(
    sql`select _extract::double as seq, field, what, value, count::double as count from ${kept}
      where dataset = ${sql.lit(dataset.id)}`,
  )
  const profiles = new Map<number, Profile>()
  for (const { seq, ...row } of rows) profiles.set(Number(seq), [...(profiles.get(Number(seq)) ?? []), row])
  return profiles
}
