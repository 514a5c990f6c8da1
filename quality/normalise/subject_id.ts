import { sql } from 'kysely'
import { citizenIdLevels } from './citizen_id.ts'
import { helper, type Levels } from './level.ts'
import { asciiUpper } from './text.ts'

/** Codes of the table `subject_kind`: a natural person, and legal entities with other organisations. */
export const PERSON = '1'
export const ENTITY = '2'

/**
 * The helpers of a citizen identity number where the kind says that it is a person's, else a folded text in upper
 * case. Without a field of the kind no value is taken for a person's.
 */
export function subjectIdLevels(field: string, kindField: string | undefined): Levels {
  const isIdentity = kindField ? sql`${helper(kindField, 'text')} = ${sql.lit(PERSON)}` : sql`false`
  return citizenIdLevels(field, { isIdentity, text: asciiUpper })
}
