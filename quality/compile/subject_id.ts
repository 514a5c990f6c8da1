import { type RawBuilder, sql } from 'kysely'
import { helper } from '../normalise/level.ts'
import { ENTITY, PERSON } from '../normalise/subject_id.ts'
import { citizenIdBad } from './citizen_id.ts'
import type { Judging } from './judging.ts'
import { usccBad } from './uscc.ts'

/** A person's identity number or an organisation's credit code, as the kind says; of any other kind 18 characters. */
export function subjectIdBad(
  field: string,
  kindField: string,
  part: 'shape' | 'date' | 'check',
  judging: Judging,
): RawBuilder<unknown> {
  const person = citizenIdBad(field, part, judging)
  return sql`case ${helper(kindField, 'text')} when ${sql.lit(PERSON)} then ${person}
    when ${sql.lit(ENTITY)} then ${entityBad(field, part)} else ${part === 'shape' ? sql`length(${sql.id(field)}) <> 18` : sql`false`} end`
}

function entityBad(field: string, part: 'shape' | 'date' | 'check'): RawBuilder<unknown> {
  if (part === 'date') return sql`false`
  if (part === 'shape') return usccBad(field, 'shape')
  return sql`(${usccBad(field, 'check')} or ${usccBad(field, 'org_code')})`
}
