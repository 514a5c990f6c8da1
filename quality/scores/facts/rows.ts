import { type RawBuilder, sql } from 'kysely'
import type { Fact } from '../model.ts'

const NAMES = [
  'department',
  'dataset',
  'division',
  'period',
  'dimension',
  'indicator',
  'source',
  'evaluated',
  'failed',
] as const

/** Facts as a relation in the shape of quality/indicators. */
export function factRows(facts: Fact[]): RawBuilder<unknown> {
  const columns = sql.join(
    NAMES.map((name) => {
      const type = name === 'evaluated' || name === 'failed' ? sql`double` : sql`varchar`
      return sql`${sql.id(name)}::${type} as ${sql.id(name)}`
    }),
  )
  const named = sql`facts (${sql.join(NAMES.map((name) => sql.id(name)))})`
  const values =
    facts.length > 0
      ? facts.map((fact) => sql`(${sql.join(NAMES.map((name) => sql.lit(fact[name])))})`)
      : [sql`('', '', '', '', '', '', '', 0, 0)`]
  return sql`(select ${columns} from (values ${sql.join(values)}) as ${named} where ${sql.lit(facts.length > 0)})`
}
