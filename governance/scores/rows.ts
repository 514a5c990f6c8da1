import { sql } from 'kysely'
import type { Dataset } from '../../catalog/dataset.ts'
import { datasetOf, elementOf } from '../../catalog/lookup.ts'
import { masked } from '../../exchange/masks.ts'
import { countedByMonth, referenceDay, type ScoredExtract } from '../../quality/scores/extracts.ts'
import { entryRequirements, securityRequirements } from '../../quality/scores/facts/catalogue.ts'
import { dueByMonth } from '../../quality/scores/facts/due.ts'
import { type ScoreScope, sources } from '../../quality/scores/model.ts'
import { monthOf } from '../../quality/scores/period.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import { listExtracts } from '../../warehouse/ledger/extracts.ts'
import { latestRelease } from '../../warehouse/ledger/releases.ts'
import { withPresentFields } from '../../warehouse/tables/present_columns.ts'
import type { Platform } from '../platform.ts'
import type { Behind } from './behind.ts'
import { scoredExtracts } from './extracts.ts'

/** One thing that failed: a row with its place, an extract, or an entry's missing part. Keys are masked. */
export interface FailedRow {
  extract: number | null
  file: string | null
  line: number | null
  key: string | null
  field: string | null
  /** Code of a violation, or what is missing. */
  what: string
}

type FigureScope = Pick<ScoreScope, 'division'> & { period: string }

/** The failing rows behind one part of a figure, in the order of extract and line. */
export async function rowsBehind(
  platform: Platform,
  behind: Behind,
  scope: FigureScope,
  limit: number,
): Promise<FailedRow[]> {
  if (!behind.dataset) return []
  const dataset = datasetOf(platform.catalogue, behind.dataset)
  if (behind.kind === 'catalogue') return unmet(platform, dataset, behind.source).slice(0, limit)
  if (behind.kind === 'copies') return differing(platform, dataset, behind.source, limit)
  if (behind.kind === 'extracts' && behind.source !== sources.unreadable)
    return (await extractsBehind(platform, dataset, behind.source, scope)).slice(0, limit)
  return quarantined(platform, dataset, behind, scope, limit)
}

const none = { extract: null, file: null, line: null, key: null, field: null }

function unmet({ catalogue }: Platform, dataset: Dataset, source: string): FailedRow[] {
  const requirements =
    source === sources.security ? securityRequirements(catalogue, dataset) : entryRequirements(dataset)
  return requirements.filter(({ met }) => !met).map(({ what }) => ({ ...none, what }))
}

/** Extracts that failed, or days on which one was missing. */
async function extractsBehind(
  platform: Platform,
  dataset: Dataset,
  source: string,
  { period }: FigureScope,
): Promise<FailedRow[]> {
  const all = await scoredExtracts(platform)
  const own = all.get(dataset.id) ?? []
  if (source === sources.due) return missedMonths(dataset, own, [...all.values()].flat(), period)
  if (source.includes('._.')) return foundInExtracts(platform, dataset, source, period)
  const files = await filesOf(platform, dataset)
  const counted = [...countedByMonth(own)].flatMap(([, extracts]) => extracts)
  const failing: Record<string, (extract: ScoredExtract) => boolean> = {
    [sources.read]: ({ status }) => status === 'failed',
    [sources.columns]: (each) => counted.includes(each) && each.deviatingColumns > 0,
    [sources.rows]: (each) => counted.includes(each) && each.mode === 'full',
    [sources.usable]: (each) =>
      counted.includes(each) && (each.status !== 'ingested' || each.accepted < each.received),
  }
  return own
    .filter((each) => isIn(monthOf(each.asOf), period) && failing[source]?.(each))
    .map(({ seq, status }) => ({ ...none, extract: seq, file: files.get(seq) ?? null, what: status }))
}

/** Extracts in which a rule on the extract as a whole found something. */
async function foundInExtracts(
  platform: Platform,
  dataset: Dataset,
  rule: string,
  period: string,
): Promise<FailedRow[]> {
  const history = platform.lake.table('quality/history')
  const rows = await platform.engine.rows<Omit<FailedRow, 'file'>>(sql`
    select distinct _extract as extract, null as line, null as key, null as field, code as what
    from ${history.select(await history.snapshot())} where rule = ${rule} and failed > 0
      and (${period} = 'all' or starts_with(period, ${period})) order by extract`)
  return withFiles(platform, dataset, rows)
}

function missedMonths(
  dataset: Dataset,
  own: ScoredExtract[],
  all: ScoredExtract[],
  period: string,
): FailedRow[] {
  const today = referenceDay(all)
  const months = today ? dueByMonth(dataset, own, today) : []
  return months
    .filter((month) => isIn(month.period, period) && month.missed > 0)
    .map((month) => ({ ...none, what: `${month.period}: ${month.missed}/${month.due}` }))
}

function isIn(month: string, period: string): boolean {
  return period === 'all' || month.startsWith(period)
}

/** Rows of the quarantine that a rule, or unreadable records, failed. */
async function quarantined(
  platform: Platform,
  dataset: Dataset,
  { source, kind }: Behind,
  { period, division }: FigureScope,
  limit: number,
): Promise<FailedRow[]> {
  const table = platform.lake.table(`quarantine/${dataset.id}`)
  if (!(await table.exists())) return []
  const own = (await scoredExtracts(platform)).get(dataset.id) ?? []
  const counted = [...countedByMonth(own)].flatMap(([month, extracts]) =>
    isIn(month, period) ? extracts.map(({ seq }) => sql.lit(seq)) : [],
  )
  if (counted.length === 0) return []
  const rule = kind === 'keys' ? source.slice(sources.keys.length) : source
  const chosen =
    source === sources.unreadable
      ? sql`(violation.code like 'parse.%' or violation.code like 'xlsx.%')`
      : sql`violation.rule = ${rule}`
  const here = division === undefined ? sql`true` : sql`division = ${division}`
  const failing = withPresentFields(dataset, table.select(await table.snapshot()))
  const rows = await platform.engine.rows<Omit<FailedRow, 'file'>>(sql`
    select _extract as extract, _line::double as line, ${maskedKey(platform, dataset, sql`key`)} as key,
      violation.field as field, violation.code as what
    from (select *, unnest(violations) as violation from ${failing}
      where _extract in (${sql.join(counted)}) and ${here})
    where ${chosen} order by extract, line limit ${sql.lit(limit)}`)
  return withFiles(platform, dataset, rows)
}

/** Records in which the register's copy differs from the source of the element. */
async function differing(
  platform: Platform,
  dataset: Dataset,
  source: string,
  limit: number,
): Promise<FailedRow[]> {
  const [foundation = '', element = ''] = source.slice(sources.copies.length).split('.')
  const release = await latestRelease(platform.ledger.db, foundation)
  const name = `conflicts/${foundation}`
  if (release?.tables[name] === undefined) return []
  const table = platform.lake.table(name)
  const key = platform.catalogue.foundations.find(({ id }) => id === foundation)?.key ?? dataset.key
  const rows = await platform.engine.rows<Omit<FailedRow, 'file'>>(sql`
    select copy_extract as extract, copy_line::double as line,
      ${maskedKey(platform, dataset, sql.id(key))} as key, copy_field as field, kind as what
    from ${table.select(await table.snapshot({ version: release.tables[name] }))}
    where copy_dataset = ${dataset.id} and element = ${element} and kind in ('differs', 'both_answer')
    order by extract, line limit ${sql.lit(limit)}`)
  return withFiles(platform, dataset, rows)
}

/** A key as the register's key element is masked. */
function maskedKey({ catalogue }: Platform, dataset: Dataset, key: Expression): Expression {
  const field = dataset.fields.find(({ id }) => id === dataset.key)
  const mask = field ? elementOf(catalogue, field.element).mask : 'drop'
  return mask === 'drop' || mask === 'hash'
    ? sql`repeat('*', length(${key}))`
    : masked(mask, key, new Uint8Array(32))
}

async function withFiles(
  platform: Platform,
  dataset: Dataset,
  rows: Omit<FailedRow, 'file'>[],
): Promise<FailedRow[]> {
  const files = await filesOf(platform, dataset)
  return rows.map((row) => ({ ...row, file: files.get(row.extract ?? 0) ?? null }))
}

async function filesOf(platform: Platform, dataset: Dataset): Promise<Map<number, string>> {
  const extracts = await listExtracts(platform.ledger.db, dataset.id)
  return new Map(extracts.map(({ seq, fileName }) => [seq, fileName]))
}
