import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { keySpacesOf, type SubjectPlace, subjectPlacesOf } from '../../catalog/subject_places.ts'
import { latest } from '../../warehouse/engine/functions.ts'
import type { KeyChanges } from '../../warehouse/engine/present_keys.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { TemporaryTables } from '../../warehouse/engine/temporary.ts'
import { keyChangesOf } from '../../warehouse/resolve/key_change_tables.ts'
import { subjectLog } from '../../warehouse/resolve/key_changes.ts'
import { newestVersion, presentLog, type RegisterLake } from '../../warehouse/resolve/key_register.ts'
import { unretracted } from '../../warehouse/resolve/log.ts'

import type { SubjectCities } from '../places.ts'

/**
 * Where the subjects of a register without a division are, each by the last record that its own register has of it,
 * also of one that ended: the dead are where they were last registered. Empty for a register with a division.
 * @param followed changes of keys that were read already
 */
export async function placesOf(
  platform: RegisterLake,
  tables: TemporaryTables,
  dataset: Dataset,
  followed: KeyChanges = {},
): Promise<SubjectCities[]> {
  const places = subjectPlacesOf(platform.catalogue, dataset)
  const unread = keySpacesOf(platform.catalogue, places).filter(({ type }) => followed[type] === undefined)
  const read = await keyChangesOf(platform, tables, unread, (id) => newestVersion(platform, id))
  const changes = { ...followed, ...read }
  const found = await Promise.all(
    places.map((place) => citiesOf(platform, dataset, place, changes[place.type])),
  )
  return found.flatMap((each) => each ?? [])
}

async function citiesOf(
  platform: RegisterLake,
  dataset: Dataset,
  place: SubjectPlace,
  changes: Relation | undefined,
): Promise<SubjectCities | undefined> {
  const parts: Relation[] = []
  for (const source of place.sources)
    if (source.dataset !== dataset.id) parts.push(...(await statedIn(platform, source, changes)))
  if (parts.length === 0) return undefined
  const { column, kind, type } = place
  return {
    column,
    kind: kind === undefined ? undefined : { field: kind, isPerson: type === 'citizenId' },
    rows: withFormerKeys(lastOf(sql.join(parts, sql` union all `)), changes),
  }
}

/** `key, city, place` of every row of a register that names a division within the region. */
async function statedIn(
  platform: RegisterLake,
  { dataset, field, scope }: SubjectPlace['sources'][number],
  changes: Relation | undefined,
): Promise<Relation[]> {
  const table = platform.lake.table(`std/${dataset}`)
  if (!(await table.exists())) return []
  const register = datasetOf(platform.catalogue, dataset)
  const snapshot = await table.snapshot()
  const log = presentLog(platform, dataset, table.select(snapshot), snapshot.schema)
  const key = sql.id(register.key)
  const tests = [sql`${sql.id(field)} is not null`]
  if (scope.keyPrefixes.length > 0)
    tests.push(
      sql`(${sql.join(
        scope.keyPrefixes.map((prefix) => sql`starts_with(${key}, ${sql.lit(prefix)})`),
        sql` or `,
      )})`,
    )
  if (scope.when)
    tests.push(
      sql`${sql.id(scope.when.field)} in (${sql.join(scope.when.in.map((value) => sql.lit(value)))})`,
    )
  return [
    sql`select ${key} as key, ${sql.id(field)} as division,
      row(coalesce(_from, '-infinity'::timestamptz), coalesce(_as_of, '-infinity'::timestamptz), _extract, _line) as place
      from ${subjectLog(register, unretracted(log), changes)} where ${sql.join(tests, sql` and `)}`,
  ]
}

/** `key, city` by the last of what was stated; a subject that is the region's own has no city. */
function lastOf(stated: Relation): Relation {
  return sql`(select key, left(division, 4) || '00' as city from
    (select key, ${latest(sql`division`, sql`place`)} as division from (${stated}) group by key) where division <> '150000')`
}

/** The same for the keys that the subjects had before. */
function withFormerKeys(cities: Relation, changes: Relation | undefined): Relation {
  if (!changes) return cities
  return sql`(with present as (select * from ${cities}) select * from present
    union all select changed.former as key, present.city
    from ${changes} as changed join present on changed.current = present.key
    where changed.former not in (select key from present))`
}
