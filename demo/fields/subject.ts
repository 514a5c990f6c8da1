import type { Values } from '../faults/kind.ts'
import type { Random } from '../random.ts'
import type { Organisation } from '../world/organisations.ts'
import type { Person } from '../world/people.ts'
import type { Place } from '../world/places.ts'
import type { Shape } from '../world/shape.ts'

/** How large a province is, and which of the possible ones. */
export interface World {
  seed: number
  people: number
  organisations: number
}

/** Whom or what a record is about: what its values are made from. */
export interface Subject {
  world: World
  /** Its key in this register. */
  key: string
  place: Place
  /** Day before which nothing can have happened to it. */
  since: number
  /** What is known of it, by element: what a copy of the element says, when it is right. */
  facts: Values
  person?: Person
  organisation?: Organisation
  /** Where a feature lies, in degrees. */
  shape?: Shape
  /** Number of the record among those of its subject, from 0. */
  ordinal: number
}

/** Makes the value of a field; `draft` holds the fields before it. */
export type Make = (subject: Subject, random: Random, draft: Values) => string | null
