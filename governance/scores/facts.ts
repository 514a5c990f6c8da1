import type { Catalogue } from '../../catalog/catalogue.ts'
import { sourcesOf } from '../../catalog/element.ts'
import type { Foundation } from '../../catalog/foundation.ts'
import { columnOf } from '../../catalog/lookup.ts'
import { canonicalJson, sha256 } from '../../core/hash.ts'
import { referenceDay } from '../../quality/scores/extracts.ts'
import { catalogueFacts } from '../../quality/scores/facts/catalogue.ts'
import { type CopiedElement, copyFacts } from '../../quality/scores/facts/copies.ts'
import { extractFacts } from '../../quality/scores/facts/extracts.ts'
import { rectificationFacts } from '../../quality/scores/facts/rectification.ts'
import type { Fact } from '../../quality/scores/model.ts'
import { monthOf } from '../../quality/scores/period.ts'
import type { Relation } from '../../warehouse/engine/relation.ts'
import { stemOfFile } from '../../warehouse/lake/transactions.ts'
import type { DataFile, Snapshot, StagedFile } from '../../warehouse/lake/types.ts'
import { latestRelease, type Release } from '../../warehouse/ledger/releases.ts'
import { lastReprocesses } from '../../warehouse/ledger/reprocesses.ts'
import { attributesOf, joinedDatasets } from '../../warehouse/tables/foundations.ts'
import { factColumns } from '../../warehouse/tables/quality.ts'
import { type ObjectionOutcome, objectionOutcomes } from '../objections/ledger/outcomes.ts'
import { objectionStats } from '../objections/stats.ts'
import type { Platform } from '../platform.ts'
import { countedIn, scoredExtracts } from './extracts.ts'
import { type Month, monthFacts, unrepeatableFacts } from './month.ts'

/** Raised when the way in which facts are counted changes: every month is then counted anew. */
const COUNTING = 1
const TABLE = 'quality/indicators'

/**
 * Brings quality/indicators up to date: a file for each month, made anew when what it counts has changed (extracts,
 * and in the present month the catalogue and the releases). The file's name tells what it was made from.
 * @returns the months made anew
 */
export async function updateFacts(platform: Platform): Promise<string[]> {
  const table = platform.lake.table(TABLE)
  await table.create(factColumns(), { evolve: 'replace' })
  const snapshot = await table.snapshot()
  const months = await plannedMonths(platform)
  const stale = months.filter(({ name }) => !snapshot.files.some((file) => stemOfFile(file) === name))
  const gone = snapshot.files.filter((file) => !months.some(({ name }) => stemOfFile(file) === name))
  if (stale.length === 0 && gone.length === 0) return []
  const add = await stageMonths(platform, snapshot, stale)
  await table.commit({
    add,
    remove: gone,
    readVersion: snapshot.version,
    txn: { app: 'scores', version: snapshot.version + 1 },
    operation: 'SCORE',
  })
  return stale.map(({ period }) => period)
}

interface PlannedMonth extends Omit<Month, 'standing'> {
  /** Stem of its file: the month and the digest of what it is made from. */
  name: string
  /** The releases and the catalogue are of this month. */
  present: boolean
}

/** Every month that has anything to count. */
async function plannedMonths(platform: Platform): Promise<PlannedMonth[]> {
  const extracts = await scoredExtracts(platform)
  const today = referenceDay([...extracts.values()].flat())
  if (!today) return []
  const present = monthOf(today)
  const { datasets } = platform.catalogue
  const facts = datasets.flatMap((dataset) => extractFacts(dataset, extracts.get(dataset.id) ?? [], today))
  const registers = datasets.filter(({ id }) => extracts.has(id))
  facts.push(...registers.flatMap((dataset) => catalogueFacts(platform.catalogue, dataset, present)))
  facts.push(...(await rectifiedByMonth(platform, present)))
  const counted = countedIn(extracts)
  const releases = (await currentReleases(platform)).map(({ foundation, number }) => [foundation, number])
  const reprocessed = await lastReprocesses(platform.ledger.db)
  return [...new Set(facts.map(({ period }) => period))].sort().map((period) => {
    const own = { counted: counted.get(period) ?? [], told: facts.filter((fact) => fact.period === period) }
    const again = own.counted.flatMap(({ dataset }) => reprocessed.get(dataset) ?? [])
    const from = {
      ...{ COUNTING, ...own, releases: period === present ? releases : [] },
      ...(again.length > 0 ? { reprocessed: [...new Set(again)].sort() } : {}),
    }
    const digest = sha256(canonicalJson(from)).slice(0, 12)
    return { period, ...own, present: period === present, name: `${period}-${digest}` }
  })
}

/** Writes the files of the months; nobody sees them before the commit. */
async function stageMonths(
  platform: Platform,
  snapshot: Snapshot,
  months: PlannedMonth[],
): Promise<StagedFile[]> {
  const table = platform.lake.table(TABLE)
  const session = await platform.engine.session()
  const staged: StagedFile[] = []
  try {
    for (const month of months) {
      const standing = month.present
        ? await copiesOf(platform, await currentReleases(platform), month.period)
        : [unrepeatableFacts(table, snapshot, filesOf(snapshot, month.period))]
      const rows = await monthFacts(platform, { ...month, standing })
      staged.push(...(await table.stage(session, rows, { name: month.name })))
    }
  } finally {
    session.close()
  }
  return staged
}

function filesOf(snapshot: Snapshot, period: string): DataFile[] {
  return snapshot.files.filter(({ path }) => path.startsWith(`${period}-`))
}

/**
 * Facts of rectification, by the month whose data are objected to: so a month's figure gets better as its objections
 * are mended later. What was raised after the newest data counts with `present`.
 */
async function rectifiedByMonth(platform: Platform, present: string): Promise<Fact[]> {
  const of = ({ period, raisedAt }: ObjectionOutcome) => {
    const month = period ?? monthOf(raisedAt)
    return month < present ? month : present
  }
  const months = new Set((await objectionOutcomes(platform.ledger.db)).map(of))
  const facts: Fact[] = []
  for (const month of [...months].sort()) {
    const stats = await objectionStats(platform, { among: (one) => of(one) === month })
    const allowed = platform.config.objections.days.correct
    facts.push(...stats.flatMap((each) => rectificationFacts(each, month, allowed)))
  }
  return facts
}

/** The releases that stand, by foundation: what the facts of same data come from. */
async function currentReleases(platform: Platform): Promise<Release[]> {
  const { catalogue, ledger } = platform
  const releases = await Promise.all(catalogue.foundations.map(({ id }) => latestRelease(ledger.db, id)))
  return releases.filter((release) => release !== undefined)
}

/** Facts of same data of the releases, as facts of `period`. */
async function copiesOf(platform: Platform, releases: Release[], period: string): Promise<Relation[]> {
  const parts = releases.map(async (release) => {
    const foundation = platform.catalogue.foundations.find(({ id }) => id === release.foundation)
    const copied = foundation ? copiedElements(platform.catalogue, foundation) : []
    if (copied.length === 0) return []
    const at = async (name: string) => {
      const table = platform.lake.table(name)
      return table.select(await table.snapshot({ version: release.tables[name] }))
    }
    const base = await at(`base/${release.foundation}`)
    const conflicts = await at(`conflicts/${release.foundation}`)
    return [copyFacts({ foundation: release.foundation, base, conflicts }, copied, period)]
  })
  return (await Promise.all(parts)).flat()
}

/** Every register of the foundation that carries an element for which another answers. */
function copiedElements(catalogue: Catalogue, foundation: Foundation): CopiedElement[] {
  const joined = joinedDatasets(catalogue, foundation)
  return attributesOf(catalogue, foundation).flatMap((element) => {
    const answering = new Set(sourcesOf(element).map(({ field }) => field.split('.')[0] ?? ''))
    return joined
      .filter((dataset) => dataset.fields.some((field) => field.element === element.id))
      .map((dataset) => ({
        dataset: dataset.id,
        department: dataset.providingDepartment,
        column: columnOf(element.id),
        authorities: [...answering].filter((id) => id !== dataset.id),
      }))
      .filter(({ authorities }) => authorities.length > 0)
  })
}
