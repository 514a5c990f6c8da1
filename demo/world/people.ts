import { citizenId } from '../check_digits.ts'
import { hash, Random } from '../random.ts'
import { dayOf, isoDay } from './calendar.ts'
import { personName } from './names.ts'
import { addressIn, type Place, placeOf } from './places.ts'

/** Streams of random numbers: each subject and each purpose has its own, so that one change does not move the rest. */
export const streams = {
  household: 1,
  pair: 2,
  person: 3,
  household_story: 4,
  marriage: 5,
  insurance: 6,
  death: 7,
  organisation: 8,
  organisation_story: 9,
  emit: 10,
  round: 11,
  steady: 12,
  phone: 13,
  silent: 14,
} as const

/** Who a person is: a pure function of (seed, index). People 2p and 2p + 1 are of one pair, four make a household. */
export interface Person {
  index: number
  citizenId: string
  name: string
  male: boolean
  born: number
  mongolian: boolean
  place: Place
  address: string
  householdNo: string
  /** Holders of numbers of Hong Kong, Macao, Taiwan or of a foreign permanent resident card: no household here. */
  outsider: boolean
}

export const TODAY = dayOf('2026-08-20')
const FIRST_BIRTH = dayOf('1931-01-01')
const BIRTH_DAYS = dayOf('2026-06-30') - FIRST_BIRTH
/** Coprime to the number of days, so that neighbours are born far apart and no day is met twice in a round. */
const STRIDE = coprimeTo(12_347, BIRTH_DAYS)

const outsidePrefixes = ['810000', '820000', '830000', '915156', '915496', '915643', '915840']
const otherProvinces = ['130102', '210102', '220104', '620102', '640104', '110105', '230103', '142201']

/** The person of an index. Numbers are unique for up to 34 million people. */
export function personOf(seed: number, index: number): Person {
  const pair = index >> 1
  const male = index % 2 === 0
  const home = new Random(seed, streams.household, index >> 2)
  const place = placeOf(home)
  const address = addressIn(home, place)
  const householdNo = `15${String(home.between(10, 99))}${String(index >> 2).padStart(9, '0')}`
  const mongolianHome = home.chance(0.2)
  const random = new Random(seed, streams.person, index)
  const mongolian = mongolianHome !== random.chance(0.05)
  const outsider = random.chance(0.004)
  const born = birthOf(seed, pair, male)
  const first = random.next()
  const name = personName(random, male, mongolian)
  const prefix = outsider ? random.pick(outsidePrefixes) : numberPrefix(random, first, place, born)
  const serial = sequence(pair, male)
  const citizen = citizenId(prefix + isoDay(born).replaceAll('-', '') + serial)
  return { index, citizenId: citizen, name, male, born, mongolian, place, address, householdNo, outsider }
}

/** Day of birth: within a round of the pairs no day is met twice for one sex; a woman is a little apart from her pair. */
function birthOf(seed: number, pair: number, male: boolean): number {
  const round = Math.floor(pair / BIRTH_DAYS)
  const shift = male ? 0 : (hash(seed, streams.round, round) % 3000) + BIRTH_DAYS - 1500
  return FIRST_BIRTH + ((pair * STRIDE + (seed % 9973) + shift) % BIRTH_DAYS)
}

/** The three digits after the birth date: odd for men, even for women, another in every round. */
function sequence(pair: number, male: boolean): string {
  const round = Math.floor(pair / BIRTH_DAYS)
  return String(((round * 177 + 61) % 500) * 2 + (male ? 1 : 0)).padStart(3, '0')
}

/** The division part of a number: where it was first issued, under the code of that time. */
function numberPrefix(random: Random, share: number, place: Place, born: number): string {
  if (share < 0.05) return random.pick(otherProvinces)
  const issued = share < 0.2 ? placeOf(random) : place
  const day = isoDay(born)
  const old = issued.before.find((each) => each.validTo !== undefined && day < each.validTo)
  return old?.code ?? issued.code
}

const mobilePrefixes = ['138', '139', '150', '151', '158', '186', '187', '199', '177', '133']

/** A mobile number. */
export function mobile(random: Random): string {
  return random.pick(mobilePrefixes) + String(random.int(100_000_000)).padStart(8, '0')
}

/** The mobile number of a person, as every department should have it. */
export function phoneOf(seed: number, index: number): string {
  return mobile(new Random(seed, streams.phone, index))
}

function coprimeTo(start: number, n: number): number {
  let candidate = start
  while (gcd(candidate, n) !== 1) candidate++
  return candidate
}

function gcd(a: number, b: number): number {
  return b === 0 ? a : gcd(b, a % b)
}
