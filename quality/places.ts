import { sql } from 'kysely'
import type { Expression, Relation } from '../warehouse/engine/relation.ts'
import { PERSON } from './normalise/subject_id.ts'
import type { Scan } from './scan.ts'

/** The league or city of subjects that a register names. */
export interface SubjectCities {
  /** Field of the register with the subject's key. */
  column: string
  /** Where a field says whether the subject is a person: that field, and which of both these are. */
  kind?: { field: string; isPerson: boolean } | undefined
  /** `key, city`, one row a key: whatever key of the subject a row uses. */
  rows: Relation
}

/** Places the judged rows of a register without a division where their subjects are; others stay without. */
export function placeRows(
  { judged }: Pick<Scan, 'judged'>,
  { column, kind, rows }: SubjectCities,
): Expression {
  const meant = kind
    ? sql` and (here.${sql.id(kind.field)} is not distinct from ${sql.lit(PERSON)}) = ${sql.lit(kind.isPerson)}`
    : sql``
  return sql`update ${judged} as here set city = there.city from ${rows} as there
    where here.city is null and here.${sql.id(column)} = there.key${meant}`
}
