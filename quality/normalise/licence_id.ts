import { sql } from 'kysely'
import { characters, fullMatch, itemsAs, reduced } from '../../warehouse/engine/functions.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import { licencePrefix, licenceShape } from '../facts/licence_id.ts'
import { creditCodeLevels } from './credit_code.ts'
import { add, beside, helper, type Levels } from './level.ts'
import { asciiUpper, halfWidth } from './text.ts'

const FULL = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'

/**
 * Adds: `half` (folded), `text` (upper case) and the value itself, `shaped`, `check`: the character that must end a
 * shaped value, and as `field$authority` the arithmetic of the credit code of the authority that defined the type.
 */
export function licenceIdLevels(field: string): Levels {
  const text = helper(field, 'text')
  const authority = sql`substr(${text}, ${sql.lit(licencePrefix.length + 1)}, 18)`
  return [
    [add(`${field}$half`, halfWidth(helper(field, 'trimmed')))],
    [add(`${field}$text`, asciiUpper(helper(field, 'half')))],
    [add(field, text), add(`${field}$shaped`, fullMatch(text, licenceShape))],
    ...beside(creditCodeLevels(`${field}$authority`, authority, helper(field, 'shaped')), [
      [
        add(
          `${field}$check`,
          sql`case when ${helper(field, 'shaped')} then substr(${sql.lit(FULL)}, (37 - ${mod3736(body(text))}) % 36 + 1, 1) end`,
        ),
      ],
    ]),
  ]
}

/** The characters between the prefix and the check character, without dots. */
function body(text: Expression): Expression {
  const start = sql.lit(licencePrefix.length + 1)
  return sql`replace(substr(${text}, ${start}, length(${text}) - ${sql.lit(licencePrefix.length + 2)}), '.', '')`
}

/** The sum of ISO 7064 MOD 37,36. DuckDB runs a list's lambda over all rows of a chunk at once. */
function mod3736(text: Expression): Expression {
  const values = itemsAs(
    characters(text),
    (each) => sql`ord(${each}) - case when ${each} <= '9' then 48 else 55 end`,
  )
  return reduced(
    values,
    (sum, each) => sql`(2 * ((${sum} + ${each} - 1) % 36 + 1) % 37)::integer`,
    sql.lit(36),
  )
}
