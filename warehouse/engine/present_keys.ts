import { sql } from 'kysely'
import type { Identifier, SubjectType } from '../../catalog/identifiers.ts'
import type { Relation } from './relation.ts'

/** Rows `former, current` of the keys that subjects had before, by the type of the key. A type left out: none changed. */
export type KeyChanges = Partial<Record<SubjectType, Relation>>

/** Code of a natural person in the kind of a subject. */
const PERSON = '1'

/**
 * Rows with every identifier of a subject as the subject's present key, whichever key they were sent with. A former key
 * leads to one present key at most, so that no row comes twice.
 */
export function withPresentKeys(rows: Relation, identifiers: Identifier[], changes: KeyChanges): Relation {
  const followed = identifiers.filter(({ type }) => mapsOf(type, changes).length > 0)
  if (followed.length === 0) return rows
  const joins = followed.flatMap(({ column, type, kind }, at) =>
    mapsOf(type, changes).map(({ of, map }) => {
      const meant = kind && type === 'subjectId' ? sql` and ${isOf(of, sql`here.${sql.id(kind)}`)}` : sql``
      const name = sql.id(`${of}_${at}`)
      return sql`left join ${map} as ${name} on here.${sql.id(column)} = ${name}.former${meant}`
    }),
  )
  const present = followed.map(({ column, type }, at) => {
    const found = mapsOf(type, changes).map(({ of }) => sql`${sql.id(`${of}_${at}`)}.current`)
    return sql`coalesce(${sql.join([...found, sql`here.${sql.id(column)}`])}) as ${sql.id(column)}`
  })
  return sql`(select here.* replace (${sql.join(present)}) from ${rows} as here ${sql.join(joins, sql` `)})`
}

/** The condition of rows that have a former key in one of the identifiers; undefined where no key ever changed. */
export function hasFormerKey(identifiers: Identifier[], changes: KeyChanges): Relation | undefined {
  const tests = identifiers.flatMap(({ column, type }) =>
    mapsOf(type, changes).map(({ map }) => sql`${sql.id(column)} in (select former from ${map})`),
  )
  return tests.length > 0 ? sql`(${sql.join(tests, sql` or `)})` : undefined
}

/** The changes that may bear on an identifier of a type. */
function mapsOf(type: SubjectType, changes: KeyChanges): { of: 'citizenId' | 'uscc'; map: Relation }[] {
  return (['citizenId', 'uscc'] as const).flatMap((of) => {
    const map = type === of || type === 'subjectId' ? changes[of] : undefined
    return map ? [{ of, map }] : []
  })
}

function isOf(of: 'citizenId' | 'uscc', kind: Relation): Relation {
  return of === 'citizenId'
    ? sql`${kind} = ${sql.lit(PERSON)}`
    : sql`${kind} is distinct from ${sql.lit(PERSON)}`
}
