import { sql } from 'kysely'
import { identityOf } from '../../catalog/dataset.ts'
import { hashOf } from '../../warehouse/engine/functions.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import type { RuleInstance } from '../rules/instance.ts'
import type { Scan } from '../scan.ts'
import { given } from './condition.ts'
import { masks, materialise, readOnce, rowRejected, rulesOfKind, type Sets } from './stage.ts'

/**
 * Judges `unique`: of the rows with the same values in its fields every one but the last breaks it. A delta is a list of
 * changes: what it says of one record at several times is no duplicate, only rows of one record and one time are.
 * Duplicates are those of the keys as they were sent; the rows that are replaced are those of the subjects.
 * @returns the lines of the rows that another one of the same record replaces, where a rule needs them
 */
export async function judgeUnique(
  sets: Sets,
  rules: RuleInstance[],
  needed: boolean,
): Promise<Relation | undefined> {
  const { scan, input, rows } = sets
  for (const { rule, test } of rulesOfKind(rules, 'unique')) {
    const fields = input.together ? ['_extract', ...test.fields] : test.fields
    const lines = await readOnce(
      sets,
      laterLines(scan, scan.judged, fields, input.mode === 'delta' ? repeated : later),
    )
    sets.found.push(sql`(select _line, ${masks(scan, [{ rule, bad: sql`true` }])} from ${lines})`)
  }
  return needed ? await materialise(sets, laterLines(scan, rows, identityOf(scan.dataset), later)) : undefined
}

/** What the place of a row in its group is counted by. */
interface Group {
  fields: string[]
  identity: string[]
  time: string
}

/**
 * The lines that are not the last of their group, by event time, then by line. Rejected rows do not count. Equal hashes
 * find the few candidates first, so that only these are sorted.
 */
function laterLines(
  scan: Scan,
  rows: Relation,
  fields: string[],
  isReplaced: (group: Group) => Expression,
): Relation {
  const columns = list(fields)
  const group = { fields, identity: identityOf(scan.dataset), time: scan.dataset.eventTime }
  const shared = sql`(select ${hashOf(columns)} as h from ${rows} where ${given(fields)} group by h having count(*) > 1)`
  return sql`select _line from ${rows}
    where ${given(fields)} and ${hashOf(columns)} in ${shared} and not ${rowRejected(scan)}
    qualify ${isReplaced(group)}`
}

/** True of a row after which another one of its group comes. */
function later({ fields, time }: Group): Expression {
  return sql`${placeWithin(fields, time)} > 1`
}

/** True of a row after which one of another record comes, or one of its own record with the same time. */
function repeated({ fields, identity, time }: Group): Expression {
  const record = [...new Set([...fields, ...identity])]
  const sameTime = placeWithin([...new Set([...record, time])], time)
  if (record.length === fields.length) return sql`${sameTime} > 1`
  return sql`${placeWithin(fields, time)} - ${placeWithin(record, time)} + ${sameTime} > 1`
}

/** 1 for the last row with the same values in `fields`. */
function placeWithin(fields: string[], time: string): Expression {
  return sql`row_number() over (partition by ${list(fields)} order by ${sql.id(time)} desc nulls last, _line desc)`
}

const list = (names: string[]): Expression => sql.join(names.map((name) => sql`${sql.id(name)}`))
