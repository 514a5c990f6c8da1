import { sql } from 'kysely'
import { datasetOf } from '../../catalog/lookup.ts'
import { judge } from '../../quality/judge.ts'
import { placesOf } from '../../quality/registers/places.ts'
import { rulesOf } from '../../quality/rules/compiled.ts'
import { digestOf } from '../../quality/rules/digest.ts'
import type { RuleInstance } from '../../quality/rules/instance.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { TemporaryTables } from '../../warehouse/engine/temporary.ts'
import { type Extract, listExtracts } from '../../warehouse/ledger/extracts.ts'
import type { Platform } from '../platform.ts'
import { type Draft, withDraft } from './draft.ts'

/** What a drafted rule would have said of the rows of the newest extracts. */
export interface TriedRule {
  rule: string
  code: string
  severity: string
  checked: number
  failed: number
  /** By league or city; null: rows without one. */
  cities: { division: string | null; checked: number; failed: number }[]
  /** Where some of the rows stand that it found; never their values. */
  places: { extract: number; line: number }[]
}

export interface Tried {
  dataset: string
  extracts: number[]
  rows: number
  rules: TriedRule[]
  /** Rules on rows together and on extracts, which one extract cannot show. */
  untried: string[]
  elapsedMs: number
}

/** Most deltas after the newest full extract that are looked at, and places shown of a rule. */
const MOST_DELTAS = 5
const MOST_PLACES = 5

/** Runs the draft on the rows of the newest full extract and of the deltas after it. Nothing is recorded. */
export async function tryRules(platform: Platform, draft: Draft, file: string): Promise<Tried> {
  const started = performance.now()
  const { catalogue, dataset } = withDraft(platform.catalogue, draft, file)
  const { drafted, untried } = draftedRules(platform, draft, file)
  const extracts = newest(await listExtracts(platform.ledger.db, dataset.id, 'ingested'))
  const session = await platform.engine.session()
  const tables = new TemporaryTables(session, 'try')
  try {
    const places = await placesOf(platform, tables, dataset)
    const tried = new Map(drafted.map((rule) => [rule.id, empty(rule)]))
    let rows = 0
    for (const extract of extracts) {
      const raw = await platform.lake.table(`raw/${dataset.id}`).ofExtract([extract.seq])
      const judged = await judge(session, { catalogue, dataset, raw, asOf: extract.asOf, places })
      rows += judged.counts.accepted + judged.counts.quarantined
      for (const each of tried.values()) await count(session, judged, each)
      await judged.dispose()
    }
    const seqs = extracts.map(({ seq }) => seq)
    const elapsedMs = Math.round(performance.now() - started)
    return { dataset: dataset.id, extracts: seqs, rows, rules: [...tried.values()], untried, elapsedMs }
  } finally {
    await tables.drop()
    session.close()
  }
}

/** The instances that the draft brings or changes. */
function draftedRules(
  platform: Platform,
  draft: Draft,
  file: string,
): { drafted: RuleInstance[]; untried: string[] } {
  const own = datasetOf(platform.catalogue, draft.dataset)
  const known = rulesOf(platform.catalogue, own)
  const before = new Map([...known.row, ...known.set].map((rule) => [rule.id, digestOf(own, rule)]))
  const { catalogue, dataset } = withDraft(platform.catalogue, draft, file)
  const isNew = (rule: RuleInstance) => before.get(rule.id) !== digestOf(dataset, rule)
  const { row, set } = rulesOf(catalogue, dataset)
  return { drafted: row.filter(isNew), untried: set.filter(isNew).map(({ id }) => id) }
}

function newest(extracts: Extract[]): Extract[] {
  const full = extracts.findLastIndex(({ mode }) => mode === 'full')
  return full < 0 ? extracts.slice(-MOST_DELTAS) : extracts.slice(full, full + 1 + MOST_DELTAS)
}

function empty({ id, code, severity }: RuleInstance): TriedRule {
  return { rule: id, code, severity, checked: 0, failed: 0, cities: [], places: [] }
}

type Judged = Awaited<ReturnType<typeof judge>>

async function count(session: Session, judged: Judged, tried: TriedRule): Promise<void> {
  const counts = await session.rows<TriedRule['cities'][number]>(
    sql`select division, sum(checked)::double as checked, sum(failed)::double as failed from ${judged.history}
      where rule = ${sql.lit(tried.rule)} group by division order by division nulls first`,
  )
  for (const { division, checked, failed } of counts) {
    tried.checked += checked
    tried.failed += failed
    const city = tried.cities.find((each) => each.division === division)
    if (city) Object.assign(city, { checked: city.checked + checked, failed: city.failed + failed })
    else tried.cities.push({ division, checked, failed })
  }
  const wanted = MOST_PLACES - tried.places.length
  if (wanted <= 0) return
  const places = await session.rows<TriedRule['places'][number]>(
    sql`select _extract::integer as extract, _line::integer as line from ${judged.quarantined}
      where list_contains(list_transform(violations, lambda v: v.rule), ${sql.lit(tried.rule)})
      order by 1, 2 limit ${sql.lit(wanted)}`,
  )
  tried.places.push(...places)
}
