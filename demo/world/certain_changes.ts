import type { NumberChange } from './numbers.ts'

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
