import { catalogue } from '../../catalog/catalogue.ts'
import type { Row } from '../emitter.ts'
import type { Values } from '../faults/kind.ts'
import { Random } from '../random.ts'
import { isoDay } from '../world/calendar.ts'
import { type Person, streams, TODAY } from '../world/people.ts'
import { addressIn, type Place, placeOf } from '../world/places.ts'
import { isSteady } from '../world/steady.ts'
import { baseTime, Chronicle, type Register, staleTime } from './chronicle.ts'

const educations = codesOf('education')
const ethnicGroups = codesOf('ethnic_group').filter((code) => code !== '01' && code !== '02')

interface State {
  values: Values
  place: Place
  /** Registered from the first dump on and for good. */
  steady: boolean
}

/** Household registration of one person. Extract 1 is the full dump, 2 the first delta, 3 the delta of the update. */
export function householdRows(seed: number, person: Person, dead: boolean, register: Register): Row[] {
  const story = new Chronicle(register, new Random(seed, streams.household_story, person.index))
  const { random } = story
  const state: State = {
    values: householdValues(person, random),
    place: person.place,
    steady: isSteady(seed, person.index),
  }
  const entry = random.next()
  if (person.outsider || (entry < 0.003 && !state.steady)) return story.rows
  if (entry < 0.008 && !state.steady) return join(story, 3, state)
  if (entry < 0.018 && !state.steady) join(story, 2, state)
  else {
    begin(story, state, entry)
    change(story, 2, state, dead ? 0.4 : 0.03, dead)
  }
  change(story, 3, state, dead ? 0.2 : 0.02, dead)
  return story.rows
}

function begin(story: Chronicle, { values, place, steady }: State, entry: number): void {
  const intent = { operation: 'I' as const, values, place, calm: steady }
  if (entry > 0.997) {
    const other = { ...intent, values: { ...values, updated_at: baseTime(story.random) } }
    story.tellTwice(1, intent, other)
  } else story.tell(1, intent)
}

function join(story: Chronicle, seq: number, state: State): Row[] {
  state.values = { ...state.values, updated_at: story.momentIn(seq) }
  story.tell(seq, { operation: 'I', ...state })
  return story.rows
}

/** What may happen to a registered person in the time of one delta. */
function change(story: Chronicle, seq: number, state: State, rate: number, dead: boolean): void {
  const { random } = story
  if (!random.chance(rate) || state.values.updated_at === null) return
  const at = story.momentIn(seq)
  const kind = dead ? 0.75 : random.next()
  if (kind < 0.7) {
    if (kind < 0.5) move(random, state)
    else correctName(state)
    state.values.updated_at = at
    story.tell(seq, { operation: 'U', ...state })
  } else if (kind < 0.8 && state.steady) return
  else if (kind < 0.8) story.remove(seq, state.values, 'citizen_id', at)
  else if (kind < 0.9) stale(story, seq, state)
  else twice(story, seq, state)
}

/** A late delivery of an old change: it must not win over what is newer. */
function stale(story: Chronicle, seq: number, state: State): void {
  const old = { ...state.values, address: '城北旧居住地址', updated_at: staleTime(story.random) }
  story.tell(seq, { operation: 'U', values: old })
}

/** Two changes in one delta: the later one is kept, wherever it stands; of one time, the last. */
function twice(story: Chronicle, seq: number, state: State): void {
  const { random } = story
  const first = {
    ...state.values,
    education: random.pick(educations),
    updated_at: story.momentIn(seq),
  }
  const second = {
    ...state.values,
    education: random.pick(educations),
    updated_at: random.chance(0.4) ? first.updated_at : story.momentIn(seq),
  }
  story.tellTwice(seq, { operation: 'U', values: first }, { operation: 'U', values: second })
  state.values = second
}

function move(random: Random, state: State): void {
  state.place = placeOf(random)
  state.values = { ...state.values, division: state.place.code, address: addressIn(random, state.place) }
}

function correctName(state: State): void {
  const name = state.values.name ?? ''
  const last = name.slice(-1)
  state.values = { ...state.values, name: name.slice(0, -1) + (last === '琳' ? '林' : '琳') }
}

/** What the police register of a person. */
export function householdValues(person: Person, random: Random): Values {
  const age = (TODAY - person.born) / 365
  const ethnic = person.mongolian ? '02' : random.chance(0.94) ? '01' : random.pick(ethnicGroups)
  return {
    citizen_id: person.citizenId,
    name: person.name,
    sex: person.male ? '1' : '2',
    birth_date: isoDay(person.born),
    ethnic_group: random.chance(0.01) ? null : ethnic,
    education: age < 7 || random.chance(0.02) ? null : random.pick(educations),
    division: person.place.code,
    address: person.address,
    household_no: person.householdNo,
    updated_at: baseTime(random),
  }
}

function codesOf(table: string): string[] {
  return Object.keys(catalogue.codeTables.find((each) => each.id === table)?.codes ?? {})
}
