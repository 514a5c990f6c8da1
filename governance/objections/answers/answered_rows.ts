import { sql } from 'kysely'
import { datasetOf } from '../../../catalog/lookup.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { values } from '../../../warehouse/engine/values.ts'
import { listExtracts } from '../../../warehouse/ledger/extracts.ts'
import type { Platform } from '../../platform.ts'
import { broughtTo } from '../extracts/rows.ts'
import { answerSteps, confirmedAnswers } from '../ledger/answers.ts'
import { objectionWatermark } from '../ledger/steps.ts'
import { mathematicalCodes } from '../mathematical.ts'
import { evidence } from '../rows/evidence.ts'
import { currentItems, isOpenItem, openItems } from '../rows/items.ts'
import { ALL_ITEMS } from './columns.ts'
import { closingOutcomes } from './outcomes.ts'
import { storedAnswers } from './store.ts'

/** Which answers are looked at, and how far. */
export interface Asked {
  /** The answers that were given at once under this number; left out: the last answer to each row. */
  number?: number | undefined
  /** An objection whose answers of this number a second person confirms just now. */
  confirming?: number | undefined
  /** Extracts up to this one prove that rows were mended; left out: those that were looked at for objections. */
  upTo?: number | undefined
}

/**
 * The rows of a dataset that answers are about and that are still open, as `currentItems` gives them, with `answers`,
 * `outcome`, `note` and `closes`: whether the answer ends the matter. A row's own answer goes before one to all rows, a
 * later one before an earlier one; one from before the row was reopened counts no more. Undefined: nobody answered.
 *
 * `corrected` and `cancelled` end it once a later batch shows it of the row's own record (see `evidence`); of a row that says
 * nothing to be known by, and of one without a usable key that is cancelled, once the answer names a later batch that was
 * taken in. `right` ends it, but where a check is mathematical only once a second
 * person confirmed it.
 */
export async function answeredRows(
  platform: Platform,
  dataset: string,
  { number, confirming, upTo }: Asked = {},
): Promise<Relation | undefined> {
  const stored = await storedAnswers(platform)
  const given = await answersGiven(platform, dataset, number)
  if (!stored || !given) return undefined
  const { events } = await openItems(platform.lake, dataset)
  const reopened = sql`(select cause, item, max(step) as step from ${events()} where event = 'reopened' group by cause, item)`
  const last = sql`(select s.*, a.answers, a.outcome, a.note, a.resend from ${currentItems(events())} as s
    join ${stored} as a on a.objection = s.objection and a.item in (s.item, ${sql.lit(ALL_ITEMS)})
    join ${given} as g on g.answers = a.answers
    left join ${reopened} as o on o.cause = s.cause and o.item = s.item
    where ${isOpenItem(sql`s.event`)} and (o.step is null or g.step is null or o.step < g.step)
    qualify row_number() over (partition by s.cause, s.item order by a.answers desc, a.item = ${sql.lit(ALL_ITEMS)}) = 1)`
  const rows = number === undefined ? last : sql`(select * from ${last} where answers = ${sql.lit(number)})`
  const extract = upTo ?? (await objectionWatermark(platform.ledger.db, dataset, 'extract'))
  const proven = await provenRows(platform, dataset, rows, extract)
  const confirmed = await confirmedOf(platform, dataset, confirming, number)
  const batches = await ingestedUpTo(platform, dataset, extract)
  const named = sql`(w.resend in ${batches} and w.resend > coalesce(w.by_extract, w.extract, 0))`
  return sql`(select w.* exclude (resend), coalesce(case
      when (w.outcome = 'corrected' and not p.told) or (w.outcome = 'cancelled' and p.keyless) then ${named}
      when w.outcome = 'corrected' then p.changed or p.ended
      when w.outcome = 'cancelled' then p.ended
      when w.outcome = 'right' then coalesce(w.code, '') not in ${list(mathematicalCodes)}
        or w.objection || ' ' || w.answers in ${list(confirmed)}
      end, false) as closes
    from ${rows} as w left join ${proven} as p on p.cause = w.cause and p.item = w.item)`
}

/** Numbers of answers that the ledger knows, with the step that carried them out first; that of new ones is NULL. */
async function answersGiven(
  { ledger }: Platform,
  dataset: string,
  number: number | undefined,
): Promise<Relation | undefined> {
  const steps = await answerSteps(ledger.db, dataset)
  const rows: { answers: number; step: number | null }[] = [...steps]
  if (number !== undefined && !steps.some(({ answers }) => answers === number))
    rows.push({ answers: number, step: null })
  return rows.length === 0 ? undefined : values({ answers: 'INTEGER', step: 'INTEGER' }, rows)
}

/** Which of the rows came again, as `evidence` gives it. */
export async function provenRows(
  platform: Platform,
  id: string,
  rows: Relation,
  upTo: number,
): Promise<Relation> {
  const dataset = datasetOf(platform.catalogue, id)
  const [std, raw, quarantine] = ['std', 'raw', 'quarantine'].map((layer) =>
    platform.lake.table(`${layer}/${id}`),
  )
  if (!std || !raw || !(await std.exists()) || !(await raw.exists()))
    return sql`(select cause, item, key is not null as told, key is null as keyless, false as changed, false as ended from ${rows})`
  const held = quarantine && (await quarantine.exists()) ? quarantine : undefined
  const dump = (await listExtracts(platform.ledger.db, id, 'ingested')).findLast(
    ({ mode, seq }) => mode === 'full' && seq <= upTo,
  )
  const dumped = dump && (await broughtTo(platform, 'raw', dataset, [dump.seq]))
  return evidence(
    {
      catalogue: platform.catalogue,
      dataset,
      quarantine: held?.select(await held.snapshot()),
      std: std.select(await std.snapshot()),
      raw: raw.select(await raw.snapshot()),
      upTo,
      dump: dump && dumped ? { seq: dump.seq, raw: dumped } : undefined,
    },
    rows,
  )
}

async function confirmedOf(
  { ledger }: Platform,
  dataset: string,
  confirming: number | undefined,
  number: number | undefined,
): Promise<string[]> {
  const known = await confirmedAnswers(ledger.db, dataset)
  const now =
    confirming !== undefined && number !== undefined ? [{ objection: confirming, answers: number }] : []
  return [...known, ...now].map(({ objection, answers }) => `${objection} ${answers}`)
}

async function ingestedUpTo({ ledger }: Platform, dataset: string, upTo: number): Promise<Relation> {
  const extracts = await listExtracts(ledger.db, dataset, 'ingested')
  const seqs = extracts.filter(({ seq }) => seq <= upTo).map(({ seq }) => seq)
  return sql`(${sql.join([-1, ...seqs].map((seq) => sql.lit(seq)))})`
}

function list(values: readonly string[]): Relation {
  return sql`(${sql.join(['-', ...values].map((value) => sql.lit(value)))})`
}

/** What answers make of the rows whose matter they end, as events of items. */
export async function answerEvents(
  platform: Platform,
  dataset: string,
  asked: Asked,
): Promise<Relation | undefined> {
  const rows = await answeredRows(platform, dataset, asked)
  if (!rows) return undefined
  const whens = Object.entries(closingOutcomes).map(
    ([outcome, event]) => sql`when ${sql.lit(outcome)} then ${sql.lit(event)}`,
  )
  return sql`(select * exclude (answers, outcome, note, closes) replace (case outcome ${sql.join(whens, sql` `)} end as event)
    from ${rows} where closes)`
}
