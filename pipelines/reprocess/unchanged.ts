import type { Dataset } from '../../catalog/dataset.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { acceptedRows } from '../../governance/decisions/accepted.ts'
import { readingDigest } from '../../quality/catalogue_changes/reading.ts'
import { profileTable } from '../../quality/extract/profiles.ts'
import { everyRow } from '../../warehouse/engine/relation.ts'
import { withTemporaryTables } from '../../warehouse/engine/temporary.ts'
import { filesOf } from '../../warehouse/lake/transactions.ts'
import type { Once } from '../../warehouse/lake/types.ts'
import type { Extract } from '../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import type { Override } from '../../warehouse/ledger/overrides/overrides.ts'
import { profileColumns } from '../../warehouse/tables/quality.ts'
import type { Platform } from '../platform.ts'
import { doubtProblems } from '../stages/ingest/extract_gate.ts'
import { noRows } from '../stages/ingest/extract_result.ts'
import { commitStandard } from '../stages/ingest/standard.ts'
import type { Replayed } from './outcomes.ts'

/**
 * Extracts keep the judgement that they had only while their rows are read as they were.
 * @throws ShuyuanError `pipelines.extracts_read_otherwise` with those whose rows the present catalogue may read otherwise
 */
export function requireSameReading(platform: Platform, dataset: Dataset, kept: Extract[]): void {
  const reading = readingDigest(platform.catalogue, dataset)
  const others = kept.filter(({ status, detail }) => status === 'ingested' && detail.reading !== reading)
  if (others.length === 0) return
  const extracts = others.map(({ seq }) => seq).join(' ')
  throw new ShuyuanError('pipelines.extracts_read_otherwise', { dataset: dataset.id, extracts })
}

/**
 * Brings an extract to a shadow's tables as it was judged: its rows as received, its quarantine, history and profile as
 * they stand, and what its accepted rows change in the register as that is in the shadow.
 * @param real where it stands
 * @param platform the shadow's, as it was when the extract came
 * @param until what it takes to let the extract pass: an override that comes later, or the one that comes now
 */
export async function takeOver(
  real: Platform,
  platform: Platform,
  dataset: Dataset,
  extract: Extract,
  until: { later: boolean; override?: Override | undefined },
): Promise<Replayed> {
  await copyRows(real, platform, dataset, extract.seq)
  const problems = problemsOf(extract)
  if (extract.status !== 'ingested' || until.later)
    return replayedAs(extract, until.later ? 'blocked' : extract.status, problems)
  const quarantined = await platform.lake.table(`quarantine/${dataset.id}`).ofExtract([extract.seq])
  const doubt = await platform.engine.withSession((session) =>
    withTemporaryTables(session, 'kept', async (tables) =>
      commitStandard(platform, session, {
        ...{ ...extract, dataset, quarantined, override: until.override?.id },
        accepted: await acceptedRows(platform, session, tables, { dataset, extract, quarantined }),
      }),
    ),
  )
  const same = problems.filter(({ code }) => code !== 'ingest.deletions_not_believed')
  return replayedAs(extract, 'ingested', [...same, ...doubtProblems(dataset, extract, doubt)])
}

/** Whether an extract that was held is in since an officer let it pass. */
export function wasLetPass(extract: Extract): boolean {
  return problemsOf(extract).some(({ code }) => code === 'gate.overridden')
}

const problemsOf = ({ detail }: Extract): Problem[] => (detail as { problems?: Problem[] }).problems ?? []

function replayedAs(extract: Extract, status: Extract['status'], problems: Problem[]): Replayed {
  const { seq, received, accepted, quarantined, warned, ruleset, detail } = extract
  return {
    seq,
    status: status === 'ingested' || status === 'blocked' ? status : 'failed',
    counts: {
      received: received ?? noRows.received,
      accepted: accepted ?? noRows.accepted,
      quarantined: quarantined ?? noRows.quarantined,
      warned: warned ?? noRows.warned,
    },
    problems,
    ...(ruleset === null ? {} : { ruleset }),
    detail,
  }
}

async function copyRows(real: Platform, platform: Platform, dataset: Dataset, seq: number): Promise<void> {
  const own = { app: 'ingest', version: seq, operation: 'REPROCESS' }
  const shared = { ...own, app: dataset.id }
  await copy(real, platform, `raw/${dataset.id}`, own)
  await copy(real, platform, `quarantine/${dataset.id}`, own)
  await copy(real, platform, 'quality/history', shared)
  if (!(await real.lake.table(profileTable).exists())) return
  await platform.lake.table(profileTable).create(profileColumns())
  await copy(real, platform, profileTable, shared)
}

async function copy(real: Platform, platform: Platform, name: string, once: Once): Promise<void> {
  const table = real.lake.table(name)
  if (filesOf(await table.snapshot(), [once]).length === 0) return
  const rows = await table.ofExtract([once.version], once.app)
  await platform.lake.table(name).appendOnce(platform.engine, everyRow(rows), once)
}
