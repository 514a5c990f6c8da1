import type { Topic } from '../../catalog/topic.ts'
import { type Column, column } from '../engine/column.ts'
import type { Relation } from '../engine/relation.ts'
import { enterpriseLifecycle } from './enterprise_lifecycle.ts'
import { populationMovement } from './population_movement.ts'
import type { TopicTables } from './tables.ts'

/** The query of each topic: its columns, in any order of rows. A function of the tables alone. */
export const models: Record<string, (tables: TopicTables) => Relation> = {
  population_movement: populationMovement,
  enterprise_lifecycle: enterpriseLifecycle,
}

/** Columns of topic/<id>. */
export function topicColumns(topic: Topic): Column[] {
  return topic.columns.map(({ id, type }) => column(id, type))
}
