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

/** Fields of which every value of an extract is plain or missing: a statement on it needs no more than the cheap tests. */
export type PlainFields = ReadonlySet<string>

/**
 * The levels of a field that is one of the `PlainFields`: `trimmed`, `plain` and where there is a cast `read`, each as
 * deep as `plainLevels` has it, for a field may read the text of another.
 */
export function plainOnlyLevels(field: string, type: ElementType): Levels {
  const raw = helper(field, 'raw')
  const read = readOf(type, raw)
  return [
    read ? [add(`${field}$read`, read)] : [],
    [add(`${field}$plain`, sql`(${raw} is not null)`)],
    [],
    [add(`${field}$trimmed`, raw)],
  ]
}

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

/** Adds `plain` and what it is told by; of dates, instants and whole numbers `read` too. */
export function testLevels(
  field: string,
  type: ElementType,
  raw: Expression,
  codes: readonly string[],
): Levels {
  const by = (test: Expression): Levels => [[], [add(`${field}$plain`, test)]]
  const cast = (length: Expression): Levels => [
    [add(`${field}$read`, readOf(type, raw) ?? raw)],
    [add(`${field}$plain`, sql`length(${raw}) ${length} and ${helper(field, 'read')}::varchar = ${raw}`)],
  ]
  switch (type) {
    case 'code':
    case 'division':
      return by(isOneOf(raw, codes))
    case 'date':
      return cast(sql`= 10`)
    case 'datetime':
      return cast(sql`= 19`)
    case 'integer':
      return cast(sql`<= 18`)
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

/** What was received, cast, where the type is one that a plain value is cast to; undefined of others. */
function readOf(type: ElementType, raw: Expression): Expression | undefined {
  const cast = { date: 'date', datetime: 'timestamp', integer: 'bigint' } as const
  return type === 'date' || type === 'datetime' || type === 'integer' ? tryCast(raw, cast[type]) : undefined
}
