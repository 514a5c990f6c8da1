import type { Make } from '../fields/subject.ts'
import { dayOf, isoDay } from '../world/calendar.ts'
import { partyOf } from './parties.ts'
import type { Plan } from './plan.ts'

const SOON = [dayOf('2026-06-01'), dayOf('2026-11-30')] as const
const LATER = [dayOf('2026-12-01'), dayOf('2032-12-31')] as const
const reasons = [
  '未按规定公示年度报告',
  '安全生产条件不合格',
  '按期履行义务',
  '经营范围核准',
  '诚信经营',
  '有履行能力而拒不履行',
]

const subject: Make = ({ world }, random, draft) => {
  const party = partyOf(world, random, 0.4)
  Object.assign(draft, { subject_id: party?.id ?? null, subject_name: party?.name ?? null })
  return party?.kind ?? '2'
}
const asSet =
  (field: string): Make =>
  (_subject, _random, draft) =>
    draft[field] ?? null

/** Some may be shown no longer soon, or already now. */
const shownUntil: Make = (_subject, random) => isoDay(random.between(...(random.chance(0.3) ? SOON : LATER)))

function plan(dataset: string, kinds: string[]): Plan {
  return {
    dataset,
    share: 1,
    rate: 0.1,
    fields: {
      subject_kind: subject,
      subject_id: asSet('subject_id'),
      subject_name: asSet('subject_name'),
      record_kind: (_subject, random) => random.pick(kinds),
      content: (_subject, random) => random.pick(reasons),
      amount: (_subject, random) => (random.chance(0.4) ? null : `${random.between(100, 99_999)}.00`),
      status: () => '1',
      repaired_on: () => null,
      shown_until: shownUntil,
    },
    change: (values, random) =>
      'repaired_on' in values && random.chance(0.7)
        ? { ...values, status: '2', repaired_on: '2026-08-28' }
        : { ...values, status: random.pick(['1', '3']), content: random.pick(reasons) },
  }
}

/** The registers of credit records, with the letters that their identifiers begin with. */
export const creditPlans: { letters: string; plan: Plan }[] = [
  { letters: 'CF', plan: plan('administrative_penalties', ['11', '12', '13', '15']) },
  { letters: 'XK', plan: plan('administrative_permits', ['21', '22', '23', '24', '25']) },
  { letters: 'SX', plan: plan('dishonest_persons', ['31', '32']) },
  { letters: 'BZ', plan: plan('commendations', ['41', '42', '43']) },
]
