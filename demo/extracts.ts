import { catalogue } from '../catalog/catalogue.ts'
import { type Form, filesOf } from './deliveries.ts'
import { dayOf, isoDay } from './world/calendar.ts'

/** The first delivery of everything, or the batch of changes after it. */
export type Stage = 'initial' | 'update'

/** The days whose changes an extract brings, as day numbers. */
export interface Span {
  seq: number
  mode: 'full' | 'delta'
  from: number
  to: number
}

/** One file that a department delivers. */
export interface Extract extends Span {
  dataset: string
  stage: Stage
  /** Day of the extract, `2026-09-01`, midnight in Asia/Shanghai. */
  asOf: string
  fileName: string
  /** Order among the extracts of its dataset. */
  seq: number
  /** Order among all extracts. */
  index: number
  form: Form
}

/** The day as of which schedules give their months and days; the province cannot be looked at before it. */
export const SCHEDULE_DAY = '2026-10-16'
const YEAR = SCHEDULE_DAY.slice(0, 4)
/** Most days whose changes an extract brings. */
const LONGEST = 9

const known = new Map<string, readonly Extract[]>()

/**
 * Every extract of the province as it is delivered until a day, in the order of its dataset. Only of what the
 * catalogue has.
 * @param day `2026-11-30`: all extracts are as old on it as they are in their schedules on `SCHEDULE_DAY`
 */
export function extractsOn(day = SCHEDULE_DAY): readonly Extract[] {
  const later = Math.max(0, dayOf(day) - dayOf(SCHEDULE_DAY))
  const found =
    known.get(day) ??
    catalogue.datasets
      .flatMap(({ id }) => extractsOf(id, later))
      .map((each, index): Extract => ({ ...each, index }))
  known.set(day, found)
  return found
}

function extractsOf(dataset: string, later: number): Extract[] {
  const own = filesOf(dataset)
    .map(([name, form, stage]) => extract(dataset, name, later, { form, stage: stage ?? 'initial' }))
    .sort(byDelivery)
  return own.map((each, at) => {
    const before = own.filter(({ asOf }) => asOf < each.asOf).map(({ asOf }) => dayOf(asOf))
    const to = dayOf(each.asOf) - 1
    return { ...each, seq: at + 1, from: Math.max(to - LONGEST + 1, ...before), to }
  })
}

function extract(
  dataset: string,
  name: string,
  later: number,
  { form, stage }: Pick<Extract, 'form' | 'stage'>,
): Extract {
  const [braced, mode, month, day] = /_(full|delta)_\{(\d\d)(\d\d)\}/.exec(name) ?? []
  if (!braced) throw new TypeError(`${name} says no mode and day`)
  const asOf = isoDay(dayOf(`${YEAR}-${month}-${day}`) + later)
  const fileName = name.replace(/\{\d{4}\}/, asOf.replaceAll('-', ''))
  return {
    dataset,
    stage,
    mode: mode === 'full' ? 'full' : 'delta',
    asOf,
    fileName,
    form,
    ...{ seq: 0, index: 0, from: 0, to: 0 },
  }
}

/** The stages one after the other; within one, by day. */
function byDelivery(a: Extract, b: Extract): number {
  if (a.stage !== b.stage) return a.stage === 'initial' ? -1 : 1
  return a.asOf < b.asOf ? -1 : 1
}
