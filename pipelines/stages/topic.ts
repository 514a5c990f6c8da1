import { topics } from '../../catalog/data/topics.ts'
import { type KeySpace, keySpaces } from '../../catalog/identifiers.ts'
import { foundationOf } from '../../catalog/lookup.ts'
import type { Topic } from '../../catalog/topic.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { overriddenFindings, overrideOfRelease, publishOverridden } from '../../governance/overrides/apply.ts'
import { problem } from '../../governance/problem.ts'
import { record } from '../../governance/record.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { TemporaryTables } from '../../warehouse/engine/temporary.ts'
import { stemOf } from '../../warehouse/lake/transactions.ts'
import type { LakeTable, Snapshot } from '../../warehouse/lake/types.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import type { Override } from '../../warehouse/ledger/overrides/overrides.ts'
import { latestRelease, type Release } from '../../warehouse/ledger/releases.ts'
import { keyChangesOf } from '../../warehouse/resolve/key_change_tables.ts'
import { type BuiltTopic, buildTopic, foundationOfInput } from '../../warehouse/topics/build.ts'
import { topicsOf } from '../../warehouse/topics/declared.ts'
import { topicChanges } from '../../warehouse/topics/diff.ts'
import { checkTopic } from '../../warehouse/topics/gate.ts'
import { topicColumns } from '../../warehouse/topics/model.ts'
import type { Platform, StageResult } from '../platform.ts'
import { releaseContent } from '../release_content.ts'
import { type StageKind, stageId } from '../stage.ts'

/** The foundations whose releases a topic reads. */
function foundationsOfTopic(platform: Pick<Platform, 'catalogue'>, topic: Topic): string[] {
  return [...new Set(topic.inputs.map((input) => foundationOfInput(platform.catalogue, input)))]
}

/** What a topic is built from: versions of released tables, and the version of its declaration. */
interface TopicInputs {
  tables: Record<string, Relation>
  versions: Record<string, number>
  /** Foundations without a release. */
  missing: string[]
}

/** Makes a topic database of the releases that it reads. */
export const topic: StageKind = {
  kind: 'topic',
  targets: (planning) => topicsOf(planning).map(({ id }) => id),
  after(target, planning) {
    const declared = topics.find(({ id }) => id === target)
    return declared ? foundationsOfTopic(planning, declared).map((id) => stageId('build', id)) : []
  },
  run: (platform, { target, runId }) => topicStage(platform, target, runId),
}

/**
 * Builds a topic from the last releases of its foundations, passes it through its gate and publishes its next release.
 * Nothing is done when no input table has a new version, or while a foundation has no release.
 */
async function topicStage(platform: Platform, id: string, runId: number): Promise<StageResult> {
  const topic = topicsOf(platform).find((each) => each.id === id)
  if (!topic) throw new ShuyuanError('topics.no_model', { topic: id })
  const last = await latestRelease(platform.ledger.db, id)
  const inputs = await readInputs(platform, topic)
  const skipped = { status: 'skipped', inputs: inputs.versions, counts: {} } as const
  if (inputs.missing.length > 0) {
    const fields = { topic: id, missing: inputs.missing.join(', '), severity: 'warn' }
    return { ...skipped, outputs: {}, problems: [problem('topics.inputs_missing', fields)] }
  }
  if (last && isSame(last.inputs, inputs.versions))
    return { ...skipped, outputs: { release: last.number }, problems: [] }
  return buildRelease({ platform, topic, inputs, last, runId })
}

interface TopicBuild {
  platform: Platform
  topic: Topic
  inputs: TopicInputs
  last: Release | undefined
  runId: number
}

async function buildRelease(build: TopicBuild): Promise<StageResult> {
  const { platform, topic, inputs, last } = build
  const table = platform.lake.table(`topic/${topic.id}`)
  await table.create(topicColumns(topic), { changeFeed: true, evolve: 'replace' })
  const before = await table.snapshot()
  const session = await platform.engine.session()
  const keys = new TemporaryTables(session, 'topic')
  try {
    const { catalogue } = platform
    const spaces = keySpaces(catalogue)
    const changes = await keyChangesOf(platform, keys, spaces, await versionsFor(platform, spaces, inputs))
    const built = await buildTopic(session, { catalogue, topic, tables: inputs.tables, changes })
    const published = last && { rows: last.counts.rows ?? 0 }
    const found = await checkTopic(session, topic, built, published)
    const problems = found.map(({ code, fields }) => problem(code, fields))
    const counts = { rows: built.count }
    const override =
      problems.length > 0 ? await overrideOfRelease(platform, topic.id, inputs.versions, last) : undefined
    if (problems.length > 0 && !override)
      return { status: 'blocked', inputs: inputs.versions, outputs: {}, counts, problems }
    await replaceRows(build, session, { table, before, built })
    await built.dispose()
    await keys.drop()
    const passed = override && { override, problems }
    return await publish(build, (await table.snapshot()).version, counts, passed)
  } finally {
    session.close()
  }
}

/** The logs of the topic's inputs, and those of the releases that it reads, by the register. */
async function versionsFor({ ledger }: Platform, spaces: KeySpace[], inputs: TopicInputs) {
  const registers = new Set(spaces.map(({ dataset }) => dataset))
  const released = new Map<string, number>()
  for (const { foundation } of spaces) {
    const release = await latestRelease(ledger.db, foundation)
    for (const [dataset, version] of Object.entries(release?.inputs ?? {})) released.set(dataset, version)
  }
  return (dataset: string) =>
    registers.has(dataset) ? inputs.versions[`std/${dataset}`] : released.get(dataset)
}

/** Commits the rows as the table's next version, once for the same inputs; the feed tells what changed. */
async function replaceRows(
  { topic, inputs, last }: TopicBuild,
  session: Session,
  { table, before, built }: { table: LakeTable; before: Snapshot; built: BuiltTopic },
): Promise<void> {
  const once = { app: 'topic', version: transactionOf(inputs), operation: 'BUILD' }
  const name = stemOf({ app: 'release', version: (last?.number ?? 0) + 1 })
  const bring = async () => {
    const add = await table.stage(session, built.rows, { name })
    const replaced = { add, remove: before.files }
    if (before.files.length === 0) return replaced
    const changes = topicChanges(topic, table.select(before), built.rows)
    return { ...replaced, cdc: await table.stageChanges(session, changes, { name }) }
  }
  await table.once(once, bring, before)
}

async function publish(
  { platform, topic, inputs, runId }: TopicBuild,
  version: number,
  counts: Record<string, number>,
  passed: { override: Override; problems: Problem[] } | undefined,
): Promise<StageResult> {
  const tables = { [`topic/${topic.id}`]: version }
  const createdAt = platform.clock.now()
  const made = { foundation: topic.id, tables, inputs: inputs.versions, runId, counts, createdAt }
  const release = await publishOverridden(platform, made, passed?.override)
  await record(platform, 'publish', topic.id, {
    release: release.number,
    content: await releaseContent(platform, release.tables),
    run: runId,
  })
  return {
    status: 'succeeded',
    inputs: inputs.versions,
    outputs: { release: release.number, ...tables },
    counts,
    problems: passed ? overriddenFindings(passed.problems, passed.override) : [],
  }
}

async function readInputs(platform: Platform, topic: Topic): Promise<TopicInputs> {
  const found: TopicInputs = { tables: {}, versions: { model: topic.version }, missing: [] }
  for (const foundation of foundationsOfTopic(platform, topic)) {
    const release = await latestRelease(platform.ledger.db, foundation)
    if (!release) found.missing.push(foundation)
    const changes = foundationOf(platform.catalogue, foundation).keyChanges
    const log = changes && release?.inputs[changes.dataset]
    if (changes && log !== undefined) found.versions[`std/${changes.dataset}`] = log
    for (const input of topic.inputs) {
      const version = release?.tables[input]
      if (version === undefined) continue
      const table = platform.lake.table(input)
      found.tables[input] = table.select(await table.snapshot({ version }))
      found.versions[input] = version
    }
  }
  return found
}

/** Table versions only grow, so that two builds have the same sum only when they read the same rows. */
function transactionOf({ versions }: TopicInputs): number {
  return Object.values(versions).reduce((sum, version) => sum + version, 0)
}

function isSame(a: Record<string, number>, b: Record<string, number>): boolean {
  const names = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...names].every((name) => a[name] === b[name])
}
