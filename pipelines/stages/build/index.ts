import { sql } from 'kysely'
import type { Foundation } from '../../../catalog/foundation.ts'
import { datasetOf, foundationOf } from '../../../catalog/lookup.ts'
import { marked } from '../../../governance/objections/index.ts'
import { lift, overrideOfRelease, publishOverridden } from '../../../governance/overrides/lift.ts'
import { problem } from '../../../governance/problem.ts'
import { record } from '../../../governance/record.ts'
import { stemOf } from '../../../warehouse/lake/index.ts'
import { latestRelease, type Override, type Release } from '../../../warehouse/ledger/index.ts'
import { gate } from '../../../warehouse/resolve/index.ts'
import type { Platform, Problem, StageResult } from '../../platform.ts'
import { releaseContent } from '../../release_content.ts'
import { type StageKind, stageId } from '../../stage.ts'
import { joinParts, stageBuckets } from './buckets.ts'
import type { Build } from './build.ts'
import { verifyCodes } from './code_check.ts'
import { stageIncrement } from './increment.ts'
import {
  asOfInputs,
  changedFiles,
  changedRows,
  type Inputs,
  readInputs,
  transactionOf,
  versionsOf,
} from './inputs.ts'
import { readMarks } from './marks.ts'
import {
  commitOutput,
  type Output,
  type Outputs,
  openOutputs,
  rowsAfter,
  type StagedTables,
} from './outputs.ts'
import { scopeOf } from './scope.ts'
import { openSources } from './sources.ts'

/** Makes a foundation of its registers, after their objections. */
export const build: StageKind = {
  kind: 'build',
  targets: ({ catalogue }) => catalogue.foundations.map(({ id }) => id),
  after: (target, { catalogue }) => [
    ...foundationOf(catalogue, target).datasets.map((id) => stageId('ingest', id)),
    stageId('object', target),
  ],
  run: (platform, { target, runId }) => buildStage(platform, target, runId),
  result: ({ release }, { golden }) =>
    release && golden !== undefined ? { key: 'run.result.build' } : undefined,
}

/**
 * Brings a foundation up to date with its datasets' logs and with what is in dispute: makes the records that changed since its last release, or
 * whole buckets, anew, passes them through the release gate and publishes the next release.
 */
export async function buildStage(
  platform: Platform,
  foundationId: string,
  runId: number | null,
): Promise<StageResult> {
  const foundation = foundationOf(platform.catalogue, foundationId)
  const last = await latestRelease(platform.ledger.db, foundationId)
  const inputs = await readInputs(platform, foundation, last)
  const marks = await readMarks(platform, foundation, last)
  const versions = versionsOf(inputs, marks)
  const transaction = transactionOf(versions)
  const outputs = await openOutputs(platform, foundation, transaction)
  const scope = scopeOf(foundation, platform.config.build, inputs, outputs, last === undefined)
  if (isUpToDate({ inputs, marks, outputs, scope, last })) {
    if (last) await marked(platform, foundation.id)
    return unchanged(versions, last)
  }
  return buildRelease({
    platform,
    foundation,
    inputs,
    marks,
    versions,
    transaction,
    outputs,
    scope,
    last,
    name: stemOf({ app: 'release', version: (last?.number ?? 0) + 1 }),
    runId,
    asOf: foundation.shownUntil ? await asOfInputs(platform, inputs) : undefined,
    keysChanged: await keysMayChange(platform, foundation, inputs),
    progress: (done, total) =>
      platform.progress({ stage: `build.${foundation.id}`, what: 'progress.buckets', done, total }),
  })
}

async function keysMayChange(
  { engine, catalogue }: Platform,
  { keyChanges, confirmedBy }: Foundation,
  inputs: Inputs,
): Promise<boolean> {
  const register = keyChanges && inputs[keyChanges.dataset]
  if (!keyChanges || !register || register.snapshot.files.length === 0) return false
  if (register.added === null || changedFiles(register).length > 0) return true
  const { key } = datasetOf(catalogue, keyChanges.dataset)
  const changes = register.table.select(register.snapshot)
  const named = sql`(select ${sql.id(key)} from ${changes} union select ${sql.id(keyChanges.former)} from ${changes})`
  const added = confirmedBy.flatMap((id) => {
    const input = inputs[id]
    const rows = input && changedRows(input)
    if (!rows) return []
    return [sql`select ${sql.id(datasetOf(catalogue, id).key)} as key from ${rows}`]
  })
  if (added.length === 0) return false
  const rows = await engine.rows(
    sql`select 1 from (${sql.join(added, sql` union all `)}) where key in ${named} limit 1`,
  )
  return rows.length > 0
}

/** Nothing was ever received, or nothing since the last release. */
function isUpToDate(build: Pick<Build, 'inputs' | 'marks' | 'outputs' | 'scope' | 'last'>): boolean {
  const { inputs, marks, outputs, scope, last } = build
  const received = Object.values(inputs).some(({ snapshot }) => snapshot.files.length > 0)
  if (!received) return true
  return (
    last !== undefined &&
    scope.whole.length === 0 &&
    scope.partly.length === 0 &&
    !marks?.changed &&
    isPublished(outputs, last)
  )
}

/** False of tables that a build committed before it was cut off. */
function isPublished({ base, conflicts, states }: Outputs, last: Release): boolean {
  return [base, conflicts, ...states].every(({ table, before }) => last.tables[table.name] === before.version)
}

async function buildRelease(build: Build): Promise<StageResult> {
  const { platform, outputs, foundation, last, versions, transaction } = build
  const staged = await stageAll(build)
  const counts = countsOf(build, staged)
  const found = gate({ foundation, counts, last: last && { golden: last.counts.golden ?? 0 } })
  const problems = found.map(({ code, fields }) => problem(code, fields))
  const override =
    problems.length > 0 ? await overrideOfRelease(platform, foundation.id, versions, last) : undefined
  if (problems.length > 0 && !override)
    return { status: 'blocked', inputs: versions, outputs: {}, counts, problems }
  for (const output of allOf(outputs)) {
    const part = staged.get(output.table.name)
    const feed = output === outputs.base && last !== undefined
    if (part) await commitOutput(output, part, { transaction, feed })
  }
  return publish(build, counts, override && { override, problems })
}

/** Golden records, conflicts and states of everything in scope: written, not yet visible to anyone. */
async function stageAll(build: Build): Promise<StagedTables> {
  const session = await build.platform.engine.session()
  const sources = await openSources(build, session)
  try {
    const whole = await stageBuckets(build, sources, build.scope.whole)
    const increments =
      build.scope.whole.length < build.foundation.buckets ? [await stageIncrement(build, sources)] : []
    return joinParts([...whole, ...increments])
  } finally {
    await sources.dispose()
    session.close()
  }
}

function countsOf({ outputs, scope }: Build, staged: StagedTables) {
  const after = (output: Output) => rowsAfter(output, staged.get(output.table.name))
  return {
    golden: after(outputs.base),
    conflicts: after(outputs.conflicts),
    buckets: scope.whole.length + scope.partly.length,
  }
}

async function publish(
  build: Build,
  counts: Record<string, number>,
  passed: { override: Override; problems: Problem[] } | undefined,
): Promise<StageResult> {
  const { platform, foundation, versions, outputs } = build
  const tables = await verifyCodes(build)
  for (const { table } of allOf(outputs)) tables[table.name] = (await table.snapshot()).version
  const { runId } = build
  const createdAt = platform.clock.now()
  const made = { foundation: foundation.id, tables, inputs: versions, runId, counts, createdAt }
  const release = await publishOverridden(platform, made, passed?.override)
  await record(platform, 'publish', foundation.id, {
    release: release.number,
    content: await releaseContent(platform, release.tables),
    ...(build.runId === null ? {} : { run: build.runId }),
  })
  await marked(platform, foundation.id)
  return {
    status: 'succeeded',
    inputs: versions,
    outputs: { release: release.number, ...tables },
    counts,
    problems: passed ? lift(passed.problems, passed.override) : [],
  }
}

function allOf({ base, conflicts, states }: Outputs): Output[] {
  return [base, conflicts, ...states]
}

function unchanged(versions: Record<string, number>, last: Release | undefined): StageResult {
  return {
    status: 'skipped',
    inputs: versions,
    outputs: last ? { release: last.number } : {},
    counts: {},
    problems: [],
  }
}
