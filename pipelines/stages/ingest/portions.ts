import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Dataset } from '../../../catalog/dataset.ts'
import { keySpaces } from '../../../catalog/identifiers.ts'
import { isSetRule, registersOf } from '../../../catalog/rule.ts'
import { dayOf } from '../../../core/day.ts'
import { geometryFieldOf } from '../../../quality/geometry/field.ts'
import { EVENTS_BATCH, type Extract, listExtracts } from '../../../warehouse/ledger/extracts.ts'
import type { Platform } from '../../platform.ts'

/** So many extracts at most go together, so that no run waits long for the first result. */
const MOST_EXTRACTS = 256
/** Bytes of one extract's file as it came, and of all that go together. */
const SMALL = 1 << 20
const MOST_BYTES = 8 << 20

/**
 * The waiting extracts in portions, in their order: those of a portion are processed together, where it is certain that they
 * come to what they would come to one after the other. That is certain of small deltas that came to the log by nobody's
 * leave, were not begun before and speak of one day; of a dataset whose rows are held against no earlier state of the
 * register itself and of which no person decided on a record; and where no full dump, which is stated again when a late extract
 * comes, was taken later.
 * @param waiting as `waitingExtracts` gives them
 */
export async function portionsOf(
  platform: Platform,
  dataset: Dataset,
  waiting: Extract[],
): Promise<Extract[][]> {
  const alone = waiting.map((extract) => [extract])
  if (waiting.length < 2 || !isIndependent(platform.catalogue, dataset)) return alone
  if (await hasDecisions(platform, dataset)) return alone
  const dumps = await dumpsOf(platform, dataset)
  const portions: Extract[][] = []
  let bytes = 0
  for (const extract of waiting) {
    const last = portions.at(-1)
    bytes += extract.bytes
    const fits =
      last !== undefined &&
      last.length < MOST_EXTRACTS &&
      bytes <= MOST_BYTES &&
      goesTogether(last, extract) &&
      dumps.every((dump) => isYetToCome(dump, extract) || isAfter([...last, extract], dump))
    if (fits) last.push(extract)
    else {
      portions.push([extract])
      bytes = extract.bytes
    }
  }
  return portions
}

/** True of a dataset of which no extract is judged by what an earlier one brought. */
export function isIndependent(catalogue: Catalogue, dataset: Dataset): boolean {
  const ofItself = dataset.rules.some((rule) => {
    if (!isSetRule(rule) || rule.kind === 'unique') return false
    const registers = registersOf(rule)
    return registers.length === 0 || registers.includes(dataset.id)
  })
  const changesKeys = keySpaces(catalogue).some((space) => space.dataset === dataset.id)
  return !ofItself && !changesKeys && geometryFieldOf(catalogue, dataset) === undefined
}

async function hasDecisions({ lake }: Platform, { id }: Dataset): Promise<boolean> {
  const table = lake.table(`decisions/${id}`)
  return (await table.exists()) && (await table.snapshot()).files.length > 0
}

/** The full dumps of a dataset that are in the log, or may come to it. */
async function dumpsOf({ ledger }: Platform, { id }: Dataset): Promise<Extract[]> {
  const extracts = await listExtracts(ledger.db, id)
  return extracts.filter(({ mode, status }) => mode === 'full' && status !== 'withdrawn')
}

/** True of a dump that waits behind the extract, or is held. */
const isYetToCome = (dump: Extract, { seq }: Extract): boolean => dump.status !== 'ingested' && dump.seq > seq

/** True of deltas that were all taken after the dump. */
const isAfter = (deltas: Extract[], dump: Extract): boolean => deltas.every(({ asOf }) => asOf > dump.asOf)

function goesTogether(portion: Extract[], extract: Extract): boolean {
  const [first] = portion
  const isSmall = (each: Extract) =>
    each.status === 'landed' &&
    each.mode === 'delta' &&
    each.batch !== EVENTS_BATCH &&
    each.attempts === 0 &&
    each.bytes <= SMALL
  return (
    first !== undefined && isSmall(first) && isSmall(extract) && dayOf(first.asOf) === dayOf(extract.asOf)
  )
}
