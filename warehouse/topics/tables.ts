import type { Relation } from '../engine/relation.ts'

/** The released tables that a topic is made of. */
export interface TopicTables {
  /** The table `name` of the topic's inputs, typed and empty where nobody sent anything. */
  of(name: string): Relation
}
