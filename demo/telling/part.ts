import type { World } from '../fields/subject.ts'
import type { Register } from '../stories/chronicle.ts'
import type { Truth } from '../truth.ts'

/** Where the rows of a province go, and the truth about them. */
export interface Teller {
  world: World
  truth: Truth
  open(dataset: string): Register
}

/** Subjects of one kind, told one index after the other. */
export interface Part {
  count: number
  /** How many indexes are told at once. */
  step: number
  tell(index: number): void
}
