import type { Random } from '../random.ts'

/**
 * How a person came to another number: `moved` before all extracts; `changed` in the time of a delta; `double`:
 * two household records, of which the register of changes says that they are one person's; `chain`: first to one,
 * then to another; `ambiguous`: the register says first one new number, later a second one for the same old number.
 */
export interface NumberChange {
  kind: 'moved' | 'changed' | 'double' | 'chain' | 'ambiguous'
  former: string
  now: string
  /** The number between them, or the second one that was said. */
  other: string
  /** Extract of the register of changes that brings it: 1 full, 2 delta, 3 the delta of the update. */
  seq: 1 | 2 | 3
  random: Random
}

/** People of whom it is certain that their number changes, so that no extract of the register is ever empty. */
export const certainChanges: Record<number, [NumberChange['kind'], NumberChange['seq']]> = {
  8: ['moved', 1],
  13: ['changed', 2],
  18: ['changed', 3],
  23: ['double', 1],
  28: ['double', 3],
  33: ['chain', 3],
  38: ['ambiguous', 1],
}
