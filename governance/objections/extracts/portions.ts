import type { Dataset } from '../../../catalog/dataset.ts'
import { sendersOf } from '../../../warehouse/ledger/events.ts'
import { EVENTS_BATCH, type Extract, processedExtracts } from '../../../warehouse/ledger/extracts.ts'
import type { Platform } from '../../platform.ts'
import { type ObjectionStep, objectionWatermark } from '../ledger/steps.ts'

/** Extracts that are looked at together: one file, or events that came one after the other. */
export interface Portion {
  extracts: Extract[]
  last: Extract
  /** False of extracts that were blocked or could not be read: nothing is mended by them. */
  applied: boolean
}

/** Events of so many extracts are looked at in one step. */
const MOST_EVENTS = 2000

/**
 * The extracts of a dataset that nobody looked at for objections yet, or undefined. Events that came in many small
 * extracts are one portion, so that their failures are not one objection each. `step`: one that was begun, which ends
 * where it did.
 */
export async function nextPortion(
  { ledger }: Platform,
  dataset: Dataset,
  step?: ObjectionStep,
): Promise<Portion | undefined> {
  const done = await objectionWatermark(ledger.db, dataset.id, 'extract')
  const processed = await processedExtracts(ledger.db, dataset.id, done, MOST_EVENTS)
  return firstOf(step ? processed.filter(({ seq }) => seq <= step.subject) : processed)
}

function firstOf(waiting: Extract[]): Portion | undefined {
  const [first] = waiting
  if (!first) return undefined
  const other = waiting.findIndex((each) => !isLike(each, first))
  const extracts = isEvents(first) ? waiting.slice(0, other < 0 ? undefined : other) : [first]
  const last = extracts.at(-1) ?? first
  return { extracts, last, applied: last.status === 'ingested' }
}

/** Settled extracts, all of a dataset, as the portions that they are looked at in. */
export function portionsOf(extracts: Extract[]): Portion[] {
  const portions: Portion[] = []
  let left = extracts
  for (let next = firstOf(left); next; next = firstOf(left)) {
    portions.push(next)
    left = left.slice(next.extracts.length)
  }
  return portions
}

const isEvents = (extract: Extract) => extract.batch === EVENTS_BATCH

function isLike(extract: Extract, first: Extract): boolean {
  return isEvents(extract) && extract.status === first.status
}

/** Who must act on the rows of each extract: of events the department that sent them all, where it is known. */
export async function departmentsOf(
  { ledger }: Platform,
  dataset: Dataset,
  { extracts }: Portion,
): Promise<Map<number, string>> {
  const seqs = extracts.map(({ seq }) => seq)
  const known = new Map(seqs.map((seq) => [seq, dataset.providingDepartment]))
  const senders = await sendersOf(
    ledger.db,
    dataset.id,
    extracts.filter(isEvents).map(({ seq }) => seq),
  )
  for (const { seq, department } of senders)
    if (senders.filter((each) => each.seq === seq).length === 1) known.set(seq, department)
  return known
}
