import { foundationOf } from '../../catalog/lookup.ts'
import { marked } from '../../governance/objections/marks.ts'
import { overriddenFindings, overrideOfRelease, publishOverridden } from '../../governance/overrides/apply.ts'
import { problem } from '../../governance/problem.ts'
import { record } from '../../governance/record.ts'
import type { Build } from '../../warehouse/foundations/build.ts'
import { verifyCodes } from '../../warehouse/foundations/code_check.ts'
import { asOfInputs, readInputs, transactionOf, versionsOf } from '../../warehouse/foundations/inputs.ts'
import { keysMayChange } from '../../warehouse/foundations/keys_changed.ts'
import { readMarks } from '../../warehouse/foundations/marks.ts'
import {
  commitOutput,
  type Output,
  type Outputs,
  openOutputs,
  rowsAfter,
  type StagedTables,
} from '../../warehouse/foundations/outputs.ts'
import { buildScope } from '../../warehouse/foundations/scope.ts'
import { stageBuild } from '../../warehouse/foundations/stage.ts'
import { stemOf } from '../../warehouse/lake/transactions.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import type { Override } from '../../warehouse/ledger/overrides/overrides.ts'
import { latestRelease, type Release } from '../../warehouse/ledger/releases.ts'
import { gate } from '../../warehouse/resolve/gate.ts'
import type { Platform, StageResult } from '../platform.ts'
import { releaseContent } from '../release_content.ts'
import { type StageKind, stageId } from '../stage.ts'

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
  const scope = buildScope(foundation, platform.config.build, inputs, outputs, last === undefined)
  if (isUpToDate({ inputs, marks, outputs, scope, last })) {
    if (last) await marked(platform, foundation.id)
    return unchanged(versions, last)
  }
  return buildRelease(platform, {
    warehouse: platform,
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

async function buildRelease(platform: Platform, build: Build): Promise<StageResult> {
  const { outputs, foundation, last, versions, transaction } = build
  const staged = await stageBuild(build)
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
  return publish(platform, build, counts, override && { override, problems })
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
  platform: Platform,
  build: Build,
  counts: Record<string, number>,
  passed: { override: Override; problems: Problem[] } | undefined,
): Promise<StageResult> {
  const { foundation, versions, outputs } = build
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
    problems: passed ? overriddenFindings(passed.problems, passed.override) : [],
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
