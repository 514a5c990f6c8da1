import { sql } from 'kysely'
import type { ElementType } from '../../catalog/element.ts'
import { fullMatch, tryCast } from '../../warehouse/engine/functions.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import { phoneShape } from '../facts/phone.ts'
import { usccShape } from '../facts/uscc.ts'
import { add, helper, type Levels } from './level.ts'
import { isOneOf } from './members.ts'
import { decimalShape } from './number.ts'
import { isUnpadded, trimmed, withoutMarkers } from './text.ts'

/**
 * Adds `trimmed`, the value as meant, by way of `plain`: a cheap test, different for each type, which only a value without blanks at its
 * ends and other signs passes, and nearly every good value does. Of dates, instants and whole numbers also `read`: what was received,
 * cast; where `plain`, this is the value.
 * @param codes the members of the field's code table or the divisions in force
 * @param markers texts that stand for no value
 */
export function plainLevels(
  field: string,
  type: ElementType,
  codes: readonly string[],
  markers: readonly string[],
): Levels {
  const raw = helper(field, 'raw')
  const plain = helper(field, 'plain')
  const bare = helper(field, 'bare')
  return [
    ...testLevels(field, type, raw, codes),
    [add(`${field}$bare`, sql`case when ${plain} then ${raw} else ${trimmed(raw)} end`)],
    [
      add(
        `${field}$trimmed`,
        type === 'geometry'
          ? bare
          : sql`case when ${plain} then ${raw} else ${withoutMarkers(bare, type, markers)} end`,
      ),
    ],
  ]
}

function testLevels(field: string, type: ElementType, raw: Expression, codes: readonly string[]): Levels {
  const by = (test: Expression): Levels => [[], [add(`${field}$plain`, test)]]
  const cast = (read: Expression, fits: Expression): Levels => [
    [add(`${field}$read`, read)],
    [add(`${field}$plain`, sql`${fits} and ${helper(field, 'read')}::varchar = ${raw}`)],
  ]
  switch (type) {
    case 'code':
    case 'division':
      return by(isOneOf(raw, codes))
    case 'date':
      return cast(tryCast(raw, 'date'), sql`length(${raw}) = 10`)
    case 'datetime':
      return cast(tryCast(raw, 'timestamp'), sql`length(${raw}) = 19`)
    case 'integer':
      return cast(tryCast(raw, 'bigint'), sql`length(${raw}) <= 18`)
    case 'decimal':
      return by(fullMatch(raw, decimalShape))
    case 'phone':
      return by(fullMatch(raw, phoneShape))
    case 'uscc':
      return by(fullMatch(raw, usccShape))
    default:
      return [
        [
          add(`${field}$first`, sql`unicode(${raw})`),
          add(`${field}$last`, sql`unicode(substr(${raw}, -1, 1))`),
        ],
        [add(`${field}$plain`, isUnpadded(helper(field, 'first'), helper(field, 'last')))],
      ]
  }
}
