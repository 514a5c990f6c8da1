import { sql } from 'kysely'
import type { Foundation } from '../../../catalog/foundation.ts'
import { datasetOf, foundationOf } from '../../../catalog/lookup.ts'
import { type Relation, rowsTogether } from '../../../warehouse/engine/relation.ts'
import type { Session } from '../../../warehouse/engine/session.ts'
import { type TemporaryTables, withTemporaryTables } from '../../../warehouse/engine/temporary.ts'
import { lastExtract } from '../../../warehouse/ledger/extracts.ts'
import { findRelease, type Release } from '../../../warehouse/ledger/releases.ts'
import type { Platform } from '../../platform.ts'
import { stepKind } from '../../step.ts'
import { fieldOfColumn } from '../columns.ts'
import { type Group, withObjections } from '../groups.ts'
import type { NewObjection } from '../ledger/raise.ts'
import type { ObjectionStep } from '../ledger/steps.ts'
import { failureEvents } from '../rows/changes.ts'
import { codesInDoubt, disagreements, resolvedDisputes } from '../rows/disputes.ts'
import { currentItems, itemRows, openItems } from '../rows/items.ts'
import { recordStepResult } from '../step_result.ts'
import { commitItems, itemSecret } from '../steps.ts'

/** What a release found to disagree. */
export interface DisputeInput {
  foundation: Foundation
  release: Release
  conflicts: Relation | undefined
  codes: Relation | undefined
}

/**
 * Objects to what the department of one dataset must act on, mends what is gone, and records both. What was begun is
 * found again from the release.
 */
export const releaseStep = stepKind<ObjectionStep, DisputeInput>({
  async recall(platform, { dataset, subject }) {
    const { foundation } = datasetOf(platform.catalogue, dataset)
    const release = await findRelease(platform.ledger.db, foundation, subject)
    return release ? disputesOf(platform, foundationOf(platform.catalogue, foundation), release) : null
  },
  commit: (platform, step, input) =>
    platform.engine.withSession((session) =>
      withTemporaryTables(session, 'dispute', async (tables) =>
        commitItems(platform, session, step, await itemsOf(platform, session, tables, step.dataset, input)),
      ),
    ),
  record: (platform, step, { release }) => recordStepResult(platform, step, { release: release.number }),
})

/** What a release found copies and codes to disagree on. */
export async function disputesOf(
  platform: Platform,
  foundation: Foundation,
  release: Release,
): Promise<DisputeInput> {
  const at = async (name: string): Promise<Relation | undefined> => {
    const version = release.tables[name]
    if (version === undefined) return undefined
    const table = platform.lake.table(name)
    return table.select(await table.snapshot({ version }))
  }
  return {
    foundation,
    release,
    conflicts: await at(`conflicts/${foundation.id}`),
    codes: await at(`code_check/${foundation.id}`),
  }
}

async function itemsOf(
  platform: Platform,
  session: Session,
  tables: TemporaryTables,
  dataset: string,
  input: DisputeInput,
): Promise<Relation> {
  const { foundation } = input
  const department = datasetOf(platform.catalogue, dataset).providingDepartment
  const failing = await tables.create('failing', sql`from ${await disputed(platform, dataset, input)}`)
  const { events } = await openItems(platform.lake, dataset)
  const before = sql`(select * from ${events()}
    where (starts_with(cause, 'disagreement:') or starts_with(cause, 'code_check:')) and foundation = ${sql.lit(foundation.id)})`
  const current = await tables.create('standing', sql`from ${currentItems(before)}`)
  const changes = await tables.create(
    'events',
    sql`select *, ${sql.lit(department)} as department from ${failureEvents({ failing, current })}`,
  )
  const failed = await withObjections(platform, session, changes, (group) =>
    describe(platform, dataset, input, group),
  )
  const last = await lastExtract(platform.ledger.db, dataset, { status: 'ingested' })
  const all = rowsTogether([failed, resolvedDisputes(failing, current)])
  return itemRows(all, { id: dataset, foundation: foundation.id }, last?.seq ?? null)
}

async function disputed(platform: Platform, dataset: string, input: DisputeInput): Promise<Relation> {
  const { foundation, conflicts, codes } = input
  const { raise } = platform.config.objections
  const secret = await itemSecret(platform)
  const parts = [
    ...(conflicts && raise.disagreements ? [disagreements(secret, dataset, foundation.key, conflicts)] : []),
    ...(codes && raise.codeChecks ? [codesInDoubt(secret, dataset, foundation.key, codes)] : []),
  ]
  return parts.length > 0 ? rowsTogether(parts) : nothingDisputed
}

const nothingDisputed = sql`(select null::varchar as cause, null::varchar as item, null::varchar as rule,
  null::varchar as field, null::varchar as code, null::varchar as key, null::integer as extract, null::bigint as line,
  null::varchar as content, null::varchar as column_name, null::varchar as counterpart where false)`

/** One objection per element, or kind of doubt, counterpart and release. */
function describe(
  platform: Platform,
  dataset: string,
  { foundation, release }: DisputeInput,
  { cause, column, field, ...group }: Group,
): NewObjection {
  const known = datasetOf(platform.catalogue, dataset)
  return {
    ...group,
    cause: cause.startsWith('code_check:') ? 'code_check' : 'disagreement',
    same: { dataset, about: cause, release: release.number, foundation: foundation.id },
    dataset,
    foundation: foundation.id,
    column,
    field: field ?? (column === null ? null : (fieldOfColumn(known, column) ?? null)),
    raisedBy: 'platform',
  }
}
