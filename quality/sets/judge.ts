import { sql } from 'kysely'
import type { Session } from '../../warehouse/engine/session.ts'
import { TemporaryTables } from '../../warehouse/engine/temporary.ts'
import type { RuleInstance } from '../rules/instance.ts'
import type { Scan } from '../scan.ts'
import { judgeUnique } from './duplicates.ts'
import { groupRules, judgeGroups } from './groups.ts'
import type { SetInput } from './input.ts'
import { judgeLookups } from './lookups.ts'
import { judgeMutual } from './mutual.ts'
import { merge, rulesOfKind, type Sets } from './stage.ts'
import { rowsOfSubjects } from './subjects.ts'

/** Up to so many rows, what they name is sought in other registers; above, the whole of a register is joined. */
const FEW = 500_000

/**
 * Judges the set rules and adds their bits to the masks. Rules that look into the same register share one join, those
 * on the same groups one partition; only the columns that they need are read, and the masks are updated once. What
 * they find does not depend on their order: a row that a set rule rejects still counts for the others.
 */
export async function judgeSets(
  session: Session,
  scan: Scan,
  rules: RuleInstance[],
  input: SetInput,
): Promise<void> {
  const few = (input.rows ?? (await countOf(session, scan))) <= FEW
  const rows = await rowsOfSubjects(session, scan, rules, input)
  const sets: Sets = {
    session,
    scan,
    input,
    rows,
    few,
    found: [],
    tables: new TemporaryTables(session, 'sets'),
  }
  const groups = groupRules(rules)
  const mutual = rulesOfKind(rules, 'mutual')
  try {
    const replaced = await judgeUnique(sets, rules, groups.length + mutual.length > 0)
    if (replaced) {
      await judgeGroups(sets, groups, replaced)
      await judgeMutual(sets, mutual, replaced)
    }
    await judgeLookups(sets, rules)
    await merge(sets)
  } finally {
    await sets.tables.drop()
  }
}

async function countOf(session: Session, { judged }: Scan): Promise<number> {
  const [counted] = await session.rows<{ rows: number }>(sql`select count(*)::double as rows from ${judged}`)
  return counted?.rows ?? 0
}
