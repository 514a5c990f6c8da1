import { type RawBuilder, sql } from 'kysely'
import { render } from '../../../core/locale.ts'
import type { Platform } from '../../platform.ts'
import { listSubmissions, type Submission, type SubmissionGroup, updateSubmission } from '../ledger/index.ts'
import { raiseObjection } from '../raise.ts'
import { openItems, standing } from '../rows/index.ts'
import '../locale.ts'
import { codeOfReason, consumerReasons } from './reasons.ts'
import { statements } from './statements.ts'

/** Finishes what was cut off: a submission that the lake has is raised, one that never got there is dropped. */
export async function finishSubmissions(platform: Platform): Promise<void> {
  const open = await listSubmissions(platform.ledger.db, { status: 'open' })
  for (const submission of open.reverse()) {
    if (await statements(platform, submission.number)) await carryOut(platform, submission)
    else await updateSubmission(platform.ledger.db, submission.number, { status: 'dropped' })
  }
}

/** Raises the objections of a submission, from what the lake has of it, and records which they are. */
export async function carryOut(platform: Platform, submission: Submission): Promise<Submission> {
  const { number } = submission
  const groups = [...submission.groups]
  const said = await statements(platform, number)
  for (const [at, group] of groups.entries()) {
    if (!said || group.objections.length > 0) continue
    groups[at] = { ...group, objections: await raiseGroup(platform, submission, group, said) }
    await updateSubmission(platform.ledger.db, number, { groups })
  }
  return updateSubmission(platform.ledger.db, number, { groups, status: 'done' })
}

async function raiseGroup(
  platform: Platform,
  { party, actor }: Submission,
  group: SubmissionGroup,
  said: RawBuilder<unknown>,
): Promise<number[]> {
  const { dataset, column } = group
  const mine = sql`(select * from ${said} where dataset = ${sql.lit(dataset)} and reason = ${sql.lit(group.reason)}
    and column_name is not distinct from ${sql.lit(column)})`
  const rows = await platform.engine.rows<{ key: string; extract: number | null; line: number | null }>(
    sql`select key, extract, line::double as line from ${mine} order by item`,
  )
  const reason = consumerReasons.find((each) => each === group.reason) ?? 'other'
  await raiseObjection(platform, {
    cause: 'consumer',
    dataset,
    column: column ?? undefined,
    code: codeOfReason(reason),
    rows: rows.map(({ key, extract, line }) => ({
      key,
      extract: extract ?? undefined,
      line: line ?? undefined,
    })),
    raisedBy: party,
    actor,
    reason: render('zh-CN', `objections.reason.${reason}`),
  })
  const { events } = await openItems(platform.lake, dataset)
  const told = await platform.engine.rows<{ objection: number }>(
    sql`select distinct s.objection from ${standing(events())} as s join ${mine} as m using (item, cause) order by 1`,
  )
  return told.map(({ objection }) => objection)
}
