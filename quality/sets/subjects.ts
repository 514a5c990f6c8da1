import { sql } from 'kysely'
import type { SubjectType } from '../../catalog/identifiers.ts'
import { hasFormerKey, withPresentKeys } from '../../warehouse/engine/present_keys.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import type { RuleInstance } from '../rules/instance.ts'
import type { Scan } from '../scan.ts'
import type { SetInput } from './input.ts'
import { rowRejected } from './stage.ts'
import { isSetTest, type SetTest } from './tests.ts'

/**
 * The judged rows as the set rules read them: with every identifier of a subject as its present key. A register that
 * ends a record under a former key and has stated the subject under its present one ends nothing. Where no row has a
 * former key the judged rows stand as they are.
 */
export async function rowsOfSubjects(
  session: Session,
  scan: Scan,
  rules: RuleInstance[],
  { followed, own }: SetInput,
): Promise<Relation> {
  if (!followed) return scan.judged
  const used = new Set([
    scan.dataset.key,
    ...rules.flatMap(({ test }) => (isSetTest(test) ? fieldsOf(test) : [])),
  ])
  const identifiers = followed.identifiers.filter(({ column }) => used.has(column))
  const former = hasFormerKey(identifiers, followed.changes)
  if (!former) return scan.judged
  const [found] = await session.rows(sql`select 1 from ${scan.judged} where ${former} limit 1`)
  if (!found) return scan.judged
  const type = identifiers.find(({ column }) => column === scan.dataset.key)?.type
  const rows = withoutOldEnds(scan, keyMap(followed.changes, type), own?.stated)
  return withPresentKeys(rows, identifiers, followed.changes)
}

function keyMap(changes: Partial<Record<SubjectType, Relation>>, type: SubjectType | undefined) {
  return type && changes[type]
}

function withoutOldEnds(
  scan: Scan,
  changes: Relation | undefined,
  statedBefore: Relation | undefined,
): Relation {
  if (!changes) return scan.judged
  const key = sql`${sql.id(scan.dataset.key)}`
  const here = sql`select ${key} as key from ${scan.judged} where _op is distinct from 'D' and not ${rowRejected(scan)}`
  const stated = statedBefore ? sql`${here} union all select key from ${statedBefore}` : here
  return sql`(select * from ${scan.judged} where not coalesce(_op = 'D' and ${key} in
    (select former from ${changes} where current in (${stated})), false))`
}

/** The fields of the row that a test compares with other rows. */
function fieldsOf(test: SetTest): string[] {
  return [
    ...('fields' in test ? test.fields : []),
    ...('field' in test ? [test.field] : []),
    ...('key' in test ? [test.key] : []),
    ...('when' in test ? test.when.map(({ field }) => field) : []),
  ]
}
