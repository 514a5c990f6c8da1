import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dataset } from '../../../catalog/dataset.ts'
import { elementOf } from '../../../catalog/lookup.ts'
import { canonicalise } from '../../../connectors/file/canonicalise.ts'
import { type FileOfExtract, rawRows, rejectRows } from '../../../connectors/file/csv_relation.ts'
import { parseFileName } from '../../../connectors/file/names.ts'
import { parquetReader } from '../../../connectors/file/parquet_reader.ts'
import type { CanonicalExtract } from '../../../connectors/file/types.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { type Applied, applyDecisions } from '../../../governance/decisions/apply.ts'
import { problemOf } from '../../../governance/problem.ts'
import { extractHistory } from '../../../quality/extract/history.ts'
import type { ExtractResult } from '../../../quality/extract/input.ts'
import { storeFailingRows, storeHistory } from '../../../quality/extract/judgement.ts'
import { isUnreadable } from '../../../quality/extract/profiles.ts'
import { unreadableHistory, unreadableRows } from '../../../quality/extract/unreadable.ts'
import { type HistoryFacts, periodOf } from '../../../quality/history.ts'
import { type Judged, judge } from '../../../quality/judge.ts'
import { countNullMarkers, type NullMarkers } from '../../../quality/normalise/null_markers.ts'
import { boundariesFor } from '../../../quality/registers/boundaries.ts'
import { judgedAgainst } from '../../../quality/registers/references.ts'
import { ruleVersions } from '../../../quality/rule_versions.ts'
import type { Figures } from '../../../quality/tally.ts'
import { type Relation, rowsTogether } from '../../../warehouse/engine/relation.ts'
import type { Session } from '../../../warehouse/engine/session.ts'
import { TemporaryTables } from '../../../warehouse/engine/temporary.ts'
import { appendExtracts } from '../../../warehouse/lake/transactions.ts'
import type { Extract } from '../../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../../warehouse/ledger/json.ts'
import type { Platform } from '../../platform.ts'
import { blameOf } from './blame.ts'
import { blockProblems, doubtProblems, driftProblems, gateProblems, readingProblems } from './extract_gate.ts'
import { type ExtractCounts, type ExtractOutcome, failed } from './extract_result.ts'
import { type Comparison, judgeWhole, openComparison } from './extract_rules.ts'
import { commitDeltas, commitStandard } from './standard.ts'
import { applyOverride } from './waiting.ts'

/**
 * Takes one landed extract through raw, the quality scan and std. Every commit is keyed by the extract, so
 * that a second run after a crash ends in the same state.
 */
export async function processExtract(
  platform: Platform,
  dataset: Dataset,
  extract: Extract,
): Promise<ExtractOutcome> {
  return inWork(platform, dataset, [extract], async (session, work) => {
    const canonical = await readFile(platform, session, dataset, extract, join(work, 'file'))
    const [outcome] = await ingest(platform, session, dataset, [{ extract, canonical }])
    if (!outcome) throw new ShuyuanError('ledger.unknown_extract', { dataset: dataset.id, seq: extract.seq })
    return outcome
  })
}

/** So many rows at most go through raw, the quality scan and std together. */
export const MOST_TOGETHER = 50_000

/**
 * Takes several landed deltas through raw, the quality scan and std by one statement and one commit a table: the rows, the
 * results and what is told of each are those that they would have come to one after the other. One whose file cannot be
 * read fails alone. Commits are keyed by the last of the extracts, and bring what the table has not of them.
 * @param extracts as `portionsOf` puts them together
 * @returns undefined where they have more rows than go together: nothing was changed then
 */
export async function processTogether(
  platform: Platform,
  dataset: Dataset,
  extracts: Extract[],
): Promise<ExtractOutcome[] | undefined> {
  return inWork(platform, dataset, extracts, async (session, work) => {
    const read: Read[] = []
    const refused: ExtractOutcome[] = []
    for (const extract of extracts) {
      const outDir = join(work, String(extract.seq))
      const found = await readFile(platform, session, dataset, extract, outDir).catch(ofFile)
      if ('code' in found) refused.push(failed(extract, found))
      else read.push({ extract, canonical: found })
    }
    if (read.reduce((rows, { canonical }) => rows + canonical.received, 0) > MOST_TOGETHER) return undefined
    const ingested = read.length > 0 ? await ingest(platform, session, dataset, read) : []
    return [...refused, ...ingested].sort((a, b) => a.seq - b.seq)
  })
}

/** What a file is refused for. @throws what it is not guilty of */
function ofFile(error: unknown): Problem {
  if (blameOf(error) !== 'file') throw error
  return problemOf(error)
}

/** Does `work` with a session and an empty folder, which are gone when it ends, however it ends: so are temporary tables. */
async function inWork<T>(
  platform: Platform,
  dataset: Dataset,
  extracts: Extract[],
  work: (session: Session, folder: string) => Promise<T>,
): Promise<T> {
  const folder = join(platform.paths.work, `${dataset.id}-${extracts[0]?.seq}-${process.pid}`)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  try {
    return await platform.engine.withSession((session) => work(session, folder))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** An extract, and what the connector made of its file. */
interface Read {
  extract: Extract
  canonical: CanonicalExtract
}

function readFile(
  platform: Platform,
  session: Session,
  dataset: Dataset,
  extract: Extract,
  outDir: string,
): Promise<CanonicalExtract> {
  return canonicalise({
    landedPath: join(platform.paths.landing, dataset.id, extract.sha256),
    fileName: extract.fileName,
    ...formatOf(extract),
    dataset,
    mode: extract.mode,
    types: new Map(
      dataset.fields.map((field) => [field.id, elementOf(platform.catalogue, field.element).type]),
    ),
    outDir,
    parquet: parquetReader(session),
  })
}

/** Extracts that are judged by one statement: of one only, or of deltas that speak of one day. */
interface Portion {
  platform: Platform
  session: Session
  dataset: Dataset
  read: Read[]
  /** Their numbers, rising. */
  seqs: number[]
  /** Of all of them alike: what they are judged by. */
  first: Extract
}

async function ingest(
  platform: Platform,
  session: Session,
  dataset: Dataset,
  read: Read[],
): Promise<ExtractOutcome[]> {
  const [first] = read.map(({ extract }) => extract)
  if (!first) return []
  const portion = { platform, session, dataset, read, seqs: read.map(({ extract }) => extract.seq), first }
  const raw = await landRaw(portion)
  const decided = await applyDecisions(session, platform, dataset, raw, { asOf: first.asOf })
  const versions = await ruleVersions(session, platform, dataset, first.seq)
  const judged = await judgeRows(portion, decided.raw, versions)
  return await store(portion, { raw, decided, judged, versions })
}

async function judgeRows(
  { platform, session, dataset, read, seqs, first }: Portion,
  raw: Relation,
  versions: Map<string, number>,
): Promise<Judged> {
  const tables = new TemporaryTables(session, 'ingest')
  return judge(session, {
    catalogue: platform.catalogue,
    dataset,
    raw,
    extracts: seqs,
    asOf: first.asOf,
    ...(await judgedAgainst(platform, tables, dataset, first)),
    boundaries: await boundariesFor(platform, dataset),
    mode: first.mode,
    rows: read.reduce((rows, { canonical }) => rows + canonical.received - canonical.rejected, 0),
    versions,
    asked: (rule) => rule.severity === 'block' || isUnreadable(rule),
  })
}

/** What came of judging. */
interface Judgement {
  raw: Relation
  decided: Applied
  judged: Judged
  versions: Map<string, number>
}

async function store(portion: Portion, judgement: Judgement): Promise<ExtractOutcome[]> {
  const { platform, session, dataset, read, seqs, first } = portion
  const { raw, decided, judged, versions } = judgement
  const extracts = read.map(({ extract }) => extract)
  const counts = new Map(read.map((each) => [each.extract.seq, countRows(dataset, each, judged)]))
  const comparison = await openComparison(platform, session, dataset, extracts, judged)
  const nulls = await countNullMarkers(session, platform.catalogue, dataset, raw, judged.plain)
  const found: Found[] = []
  for (const each of read)
    found.push(
      await findingsOf(platform, dataset, each, {
        ...{ judged, comparison, nulls: nulls.get(each.extract.seq) ?? [] },
        counts: counts.get(each.extract.seq) as ExtractCounts,
      }),
    )
  const rejects = rejectsOf(read)
  const quarantined = rowsTogether([
    decided.quarantined(judged.quarantined),
    ...(rejects ? [unreadableRows(dataset, rejects)] : []),
  ])
  await storeFailingRows(platform.lake, session, dataset, seqs, quarantined)
  const { ruleset } = judged
  const facts: HistoryFacts = { ruleset, period: periodOf(first.asOf), mode: first.mode, versions }
  const received = found.map((each) => ({ extract: each.extract.seq, received: each.counts.received }))
  await storeHistory(platform.lake, session, dataset, seqs, [
    judged.history,
    ...(rejects ? [unreadableHistory(dataset, received, rejects, facts)] : []),
    extractHistory(
      dataset,
      found.map(({ extract, results }) => ({ seq: extract.seq, results })),
      facts,
    ),
  ])
  const doubt = await commit(portion, found, decided.accepted(judged.accepted), quarantined)
  return found.map(({ extract, counts, problems, override, blocked }) => ({
    seq: extract.seq,
    status: blocked ? 'blocked' : 'ingested',
    counts,
    problems: [...problems, ...doubtProblems(dataset, extract, doubt)],
    ruleset,
    ...(blocked || !override ? {} : { override }),
  }))
}

/** What was found of one extract, and whether it is held. */
interface Found {
  extract: Extract
  counts: ExtractCounts
  results: ExtractResult[]
  problems: Problem[]
  override: ExtractOutcome['override']
  blocked: boolean
}

/** Those that come after it are compared with the extract where it is not held. */
async function findingsOf(
  platform: Platform,
  dataset: Dataset,
  { extract, canonical }: Read,
  {
    judged,
    comparison,
    nulls,
    counts,
  }: { judged: Judged; comparison: Comparison; nulls: NullMarkers[]; counts: ExtractCounts },
): Promise<Found> {
  const { received } = counts
  const whole = { received, columns: canonical.drift }
  const results = judgeWhole(platform, dataset, extract, whole, comparison)
  const found = [
    ...driftProblems(dataset, extract, canonical.drift),
    ...readingProblems(dataset, extract, canonical, nulls),
    ...gateProblems(platform, dataset, extract, counts, results),
    ...blockProblems(platform, dataset, extract, figuresOf(judged, extract)),
  ]
  const { problems, override } = await applyOverride(platform, extract, counts, found)
  const blocked = problems.some((problem) => problem.fields.severity === 'block')
  if (!blocked) comparison.ingested.push({ seq: extract.seq, asOf: extract.asOf, received })
  return { extract, counts, results, problems, override, blocked }
}

const figuresOf = ({ figures }: Judged, { seq }: Extract): Figures | undefined =>
  figures.find(({ extract }) => extract === seq)

/** Brings what is not held to std. */
async function commit(
  { platform, session, dataset, read }: Portion,
  found: Found[],
  accepted: Relation,
  quarantined: Relation,
) {
  const passed = found.filter(({ blocked }) => !blocked)
  const [only] = passed
  if (!only) return undefined
  if (read.length === 1)
    return commitStandard(platform, session, {
      ...only.extract,
      dataset,
      accepted,
      quarantined,
      override: only.override?.id,
    })
  await commitDeltas(
    platform,
    session,
    dataset,
    passed.map(({ extract }) => extract),
    accepted,
  )
  return undefined
}

/** How to read the file, from the name under which it came. @throws ShuyuanError `pipelines.extract_unreadable` */
function formatOf(extract: Extract) {
  // The ledger masks the number of a person in a batch's name; what is left is none that a file can have.
  const named = parseFileName(extract.fileName.replaceAll('[redacted]', 'masked'))
  if (!named)
    throw new ShuyuanError('pipelines.extract_unreadable', {
      dataset: extract.dataset,
      extract: extract.seq,
      file: extract.fileName,
    })
  return { format: named.format, compression: named.compression }
}

/** Writes the rows as received to raw/<dataset> and returns them as a relation. */
async function landRaw({ platform, session, dataset, read, seqs }: Portion): Promise<Relation> {
  const table = platform.lake.table(`raw/${dataset.id}`)
  await appendExtracts(table, session, seqs, {
    app: 'ingest',
    operation: 'INGEST',
    rows: (pending) => rawRows(dataset, filesOf(read, pending)),
  })
  return table.ofExtract(seqs)
}

function filesOf(read: Read[], pending: number[]): FileOfExtract[] {
  return read.flatMap(({ extract, canonical }) =>
    pending.includes(extract.seq) ? [{ extract: extract.seq, path: canonical.canonicalPath }] : [],
  )
}

/** The records that could not be read, where there are any. */
function rejectsOf(read: Read[]): Relation | undefined {
  const files = read.flatMap(({ extract, canonical }) =>
    canonical.rejected > 0 ? [{ extract: extract.seq, path: canonical.rejectsPath }] : [],
  )
  return files.length > 0 ? rejectRows(files) : undefined
}

/** @throws ShuyuanError `pipelines.rows_not_conserved` when a row is missing or doubled */
function countRows(dataset: Dataset, { extract, canonical }: Read, judged: Judged): ExtractCounts {
  const { accepted = 0, rejected = 0, warned = 0 } = figuresOf(judged, extract) ?? {}
  const counts = {
    received: canonical.received,
    accepted,
    quarantined: rejected + canonical.rejected,
    warned,
  }
  if (counts.received !== counts.accepted + counts.quarantined) {
    throw new ShuyuanError('pipelines.rows_not_conserved', {
      ...{ dataset: dataset.id, extract: extract.seq },
      ...counts,
    })
  }
  return counts
}
