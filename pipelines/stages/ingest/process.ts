import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dataset } from '../../../catalog/dataset.ts'
import { elementOf } from '../../../catalog/lookup.ts'
import { canonicalise } from '../../../connectors/file/canonicalise.ts'
import { rawRows, rejectRows } from '../../../connectors/file/csv_relation.ts'
import { parseFileName } from '../../../connectors/file/names.ts'
import { parquetReader } from '../../../connectors/file/parquet_reader.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { applyDecisions } from '../../../governance/decisions/apply.ts'
import { extractHistory } from '../../../quality/extract/history.ts'
import { storeFailingRows, storeHistory } from '../../../quality/extract/judgement.ts'
import { unreadableHistory, unreadableRows } from '../../../quality/extract/unreadable.ts'
import { periodOf } from '../../../quality/history.ts'
import { type Judged, judge } from '../../../quality/judge.ts'
import { countNullMarkers } from '../../../quality/normalise/null_markers.ts'
import { boundariesFor } from '../../../quality/registers/boundaries.ts'
import { judgedAgainst } from '../../../quality/registers/references.ts'
import { ruleVersions } from '../../../quality/rule_versions.ts'
import { everyRow, rowsTogether } from '../../../warehouse/engine/relation.ts'
import type { Session } from '../../../warehouse/engine/session.ts'
import { TemporaryTables } from '../../../warehouse/engine/temporary.ts'
import type { Extract } from '../../../warehouse/ledger/extracts.ts'
import type { Platform } from '../../platform.ts'
import { blockProblems, doubtProblems, driftProblems, gateProblems, readingProblems } from './extract_gate.ts'
import type { ExtractCounts, ExtractOutcome } from './extract_result.ts'
import { judgeWhole } from './extract_rules.ts'
import { commitStandard } from './standard.ts'
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
  const work = join(platform.paths.work, `${dataset.id}-${extract.seq}-${process.pid}`)
  await rm(work, { recursive: true, force: true })
  await mkdir(work, { recursive: true })
  const session = await platform.engine.session()
  try {
    return await ingest(platform, session, dataset, extract, work)
  } finally {
    session.close()
    await rm(work, { recursive: true, force: true })
  }
}

async function ingest(
  platform: Platform,
  session: Session,
  dataset: Dataset,
  extract: Extract,
  work: string,
): Promise<ExtractOutcome> {
  const canonical = await canonicalise({
    landedPath: join(platform.paths.landing, dataset.id, extract.sha256),
    fileName: extract.fileName,
    ...formatOf(extract),
    dataset,
    mode: extract.mode,
    types: new Map(
      dataset.fields.map((field) => [field.id, elementOf(platform.catalogue, field.element).type]),
    ),
    outDir: work,
    parquet: parquetReader(session),
  })
  const raw = await landRaw(platform, session, dataset, extract.seq, canonical.canonicalPath)
  const decided = await applyDecisions(session, platform, dataset, raw, { asOf: extract.asOf })
  const versions = await ruleVersions(session, platform, dataset, extract.seq)
  const tables = new TemporaryTables(session, 'ingest')
  const judged = await judge(session, {
    catalogue: platform.catalogue,
    dataset,
    raw: decided.raw,
    asOf: extract.asOf,
    ...(await judgedAgainst(platform, tables, dataset, extract)),
    boundaries: await boundariesFor(platform, dataset),
    mode: extract.mode,
    rows: canonical.received - canonical.rejected,
    versions,
  })
  try {
    // As values in SQL, every query that reads it would have to plan thousands of literals again.
    const history = await tables.create('history', everyRow(judged.history))
    const rejects = rejectRows(canonical.rejectsPath)
    const counts = countRows(dataset, extract.seq, canonical, judged)
    const results = await judgeWhole(platform, session, {
      dataset,
      extract,
      received: counts.received,
      columns: canonical.drift,
      accepted: judged.accepted,
      history,
    })
    const nulls = await countNullMarkers(session, platform.catalogue, dataset, raw)
    const found = [
      ...driftProblems(dataset, extract, canonical.drift),
      ...readingProblems(dataset, extract, canonical, nulls),
      ...gateProblems(platform, dataset, extract, counts, results),
      ...(await blockProblems(session, platform, dataset, extract, history)),
    ]
    const { problems, override } = await applyOverride(platform, extract, counts, found)
    const blocked = problems.some((problem) => problem.fields.severity === 'block')
    const quarantined = rowsTogether([
      decided.quarantined(judged.quarantined),
      unreadableRows(dataset, extract.seq, rejects),
    ])
    await storeFailingRows(platform.lake, session, dataset, extract.seq, quarantined)
    const facts = { ruleset: judged.ruleset, period: periodOf(extract.asOf), mode: extract.mode, versions }
    await storeHistory(platform.lake, session, dataset, extract.seq, [
      history,
      unreadableHistory(dataset, extract.seq, counts.received, rejects, facts),
      extractHistory(dataset, extract.seq, results, facts),
    ])
    const doubt = blocked
      ? undefined
      : await commitStandard(platform, session, {
          ...extract,
          dataset,
          accepted: decided.accepted(judged.accepted),
          quarantined,
          override: override?.id,
        })
    return {
      seq: extract.seq,
      status: blocked ? 'blocked' : 'ingested',
      counts,
      problems: [...problems, ...doubtProblems(dataset, extract, doubt)],
      ruleset: judged.ruleset,
      ...(blocked || !override ? {} : { override }),
    }
  } finally {
    await tables.drop()
    await judged.dispose()
    await decided.dispose()
  }
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
async function landRaw(
  platform: Platform,
  session: Session,
  dataset: Dataset,
  seq: number,
  canonicalPath: string,
) {
  const table = platform.lake.table(`raw/${dataset.id}`)
  const once = { app: 'ingest', version: seq, operation: 'INGEST' }
  await table.appendOnce(session, rawRows(dataset, seq, canonicalPath), once)
  return table.ofExtract([seq])
}

/** @throws ShuyuanError `pipelines.rows_not_conserved` when a row is missing or doubled */
function countRows(
  dataset: Dataset,
  seq: number,
  read: { received: number; rejected: number },
  judged: Judged,
): ExtractCounts {
  const counts = {
    received: read.received,
    accepted: judged.counts.accepted,
    quarantined: judged.counts.quarantined + read.rejected,
    warned: judged.counts.warned,
  }
  if (counts.received !== counts.accepted + counts.quarantined) {
    throw new ShuyuanError('pipelines.rows_not_conserved', { dataset: dataset.id, extract: seq, ...counts })
  }
  return counts
}
