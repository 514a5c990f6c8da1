import { sql } from 'kysely'
import type { Element } from '../../catalog/element.ts'
import { masked } from '../../exchange/masks.ts'
import { writtenDay } from '../../quality/profile/kinds.ts'
import type { ProfiledField } from '../../quality/profile/model.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'

/**
 * How a profile shows the values of an element: L1 and L2 as they are, L3 and L4 under the element's mask, and not at
 * all where the mask leaves nothing readable.
 */
export function showOf({ grading, mask }: Element): Pick<ProfiledField, 'show'> {
  if (grading === 'L1' || grading === 'L2') return {}
  if (mask === 'none' || mask === 'drop' || mask === 'hash') return { show: null }
  if (mask === 'year') return { show: (value: Expression) => sql`year(${writtenDay(value)})` }
  return { show: (value: Expression) => masked(mask, value, NO_KEY) }
}

/** Masks other than `hash` use no key. */
const NO_KEY = new Uint8Array(32)
