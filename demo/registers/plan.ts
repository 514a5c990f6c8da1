import type { Values } from '../faults/kind.ts'
import type { Make } from '../fields/subject.ts'
import type { Random } from '../random.ts'

/** How a register is filled: for whom, how many records each, and which fields are not what their type suggests. */
export interface Plan {
  dataset: string
  /** Share of those whom the register could have. */
  share: number
  /** Ages in years of the people that it has. */
  ages?: readonly [from: number, to: number]
  /** Least and most records of one subject. */
  records?: readonly [least: number, most: number]
  /** Share of the records that change in the time of one delta. */
  rate?: number
  fields?: Record<string, Make>
  /** What a change makes of a record; without it, a field or two get other values. */
  change?: (values: Values, random: Random) => Values
}
