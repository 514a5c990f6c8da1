import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { uscc } from '../check_digits.ts'
import type { Row } from '../emitter.ts'
import type { Span } from '../extracts.ts'
import type { Values } from '../faults/kind.ts'
import { makerOf } from '../fields/makers.ts'
import type { Make } from '../fields/subject.ts'
import { Random } from '../random.ts'
import type { Organisation } from '../world/organisations.ts'
import { type Person, personOf, streams } from '../world/people.ts'
import { baseTime, Chronicle, momentBetween, type Register } from './chronicle.ts'

/** Rows of one organisation in its register. Only a restless one changes, breaks or repeats. */
export function organisationRows(
  seed: number,
  each: Organisation,
  people: number,
  register: Register,
): Row[] {
  const story = new Chronicle(register, new Random(seed, streams.organisation_story, each.index))
  const { random } = story
  random.next()
  const values = organisationValues(seed, each, people, random)
  const intent = { operation: 'I' as const, values, place: each.place }
  if (!each.restless) story.tell(1, { ...intent, calm: true })
  else restless(story, each, intent)
  return story.rows
}

function restless(story: Chronicle, each: Organisation, intent: { operation: 'I'; values: Values }): void {
  const { random } = story
  const fate = random.next()
  const span = random.pick(story.register.later)
  const at = momentBetween(random, span.from, span.to)
  if (fate < 0.12) story.tell(span.seq, { ...intent, values: { ...intent.values, updated_at: at } })
  else if (fate < 0.18) {
    story.tellTwice(1, intent, { ...intent, values: { ...intent.values, updated_at: baseTime(random) } })
  } else if (fate < 0.23 && each.dataset === 'market_entities') strange(story, intent.values)
  else {
    story.tell(1, intent)
    if (fate < 0.5) later(story, span, intent.values, at)
  }
}

function later(story: Chronicle, { seq }: Span, values: Values, at: string): void {
  const { random } = story
  const kind = random.next()
  const status = random.pick(['1', '2', '3', '5'])
  if (kind < 0.3) story.remove(seq, values, 'uscc', at)
  else story.tell(seq, { operation: 'U', values: { ...values, status, updated_at: at } })
}

/** A code whose category the standard does not have: recorded, but the organisation is taken. */
function strange(story: Chronicle, values: Values): void {
  const code = values.uscc ?? ''
  const odd = { ...values, uscc: uscc(`${code.charAt(0)}4${code.slice(2, 17)}`) }
  story.tell(1, { operation: 'I', values: odd, calm: true, warnings: ['uscc.category'] })
}

/** Who heads it, as its register first says. */
export function representativeOf(seed: number, each: Organisation, people: number): Person | null {
  const random = new Random(seed, streams.organisation_story, each.index)
  random.next()
  return people > 0 ? personOf(seed, random.int(people)) : null
}

/** What the register of an organisation has of it. */
export function organisationValues(seed: number, each: Organisation, people: number, random: Random): Values {
  const head = people > 0 ? personOf(seed, random.int(people)) : null
  const address =
    each.dataset === 'market_entities' && random.chance(0.02)
      ? `${each.address}\n（经营场所同上）`
      : each.address
  const values: Values = {
    uscc: each.uscc,
    name: each.name,
    kind: each.kind,
    representative_name: head?.name ?? null,
    representative_citizen_id: random.chance(0.1) ? null : (head?.citizenId ?? null),
    registered_capital: random.chance(0.05) ? null : each.capital,
    established_on: each.established,
    division: each.place.code,
    address,
    status: '1',
    updated_at: baseTime(random),
  }
  const subject = {
    world: { seed, people, organisations: 0 },
    key: each.uscc,
    place: each.place,
    since: 0,
    facts: {},
    ordinal: 0,
  }
  for (const { id, make } of restOf(each.dataset)) values[id] ??= make(subject, random, values)
  return values
}

const rests = new Map<string, { id: string; make: Make }[]>()

/** The fields that only some registers of organisations have. */
function restOf(datasetId: string): { id: string; make: Make }[] {
  let rest = rests.get(datasetId)
  if (!rest) {
    const dataset = datasetOf(catalogue, datasetId)
    const own = dataset.fields.filter(({ id }) =>
      ['industry', 'business_scope', 'supervising_body', 'registered_by'].includes(id),
    )
    rest = own.map((field) => ({ id: field.id, make: makerOf(dataset, field) }))
    rests.set(datasetId, rest)
  }
  return rest
}
