import { sql } from 'kysely'
import { fullMatch } from '../../warehouse/engine/functions.ts'
import { usccShape } from '../facts/uscc.ts'
import { citizenIdLevels } from './citizen_id.ts'
import { creditCodeLevels } from './credit_code.ts'
import { add, beside, helper, type Levels } from './level.ts'
import { asciiUpper } from './text.ts'

/** Codes of the table `subject_kind`: a natural person, and legal entities with other organisations. */
export const PERSON = '1'
export const ENTITY = '2'

/**
 * The helpers of a citizen identity number where the kind says that it is a person's, else a folded text in upper
 * case; and those of a credit code where it says that it is an organisation's. Without a field of the kind no value is
 * taken for either.
 */
export function subjectIdLevels(field: string, kindField: string | undefined): Levels {
  const isIdentity = kindField ? sql`${helper(kindField, 'text')} = ${sql.lit(PERSON)}` : sql`false`
  const isEntity = kindField ? sql`${helper(kindField, 'text')} = ${sql.lit(ENTITY)}` : sql`false`
  const text = helper(field, 'text')
  const shaped = sql`case when ${isEntity} then ${fullMatch(text, usccShape)} else false end`
  return beside(citizenIdLevels(field, { isIdentity, text: asciiUpper }), [
    [],
    [],
    [add(`${field}$shaped`, shaped)],
    ...creditCodeLevels(field, text, helper(field, 'shaped')),
  ])
}
