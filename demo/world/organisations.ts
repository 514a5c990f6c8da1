import { organisationCode, uscc, usccDigits } from '../check_digits.ts'
import { Random } from '../random.ts'
import { dayOf, isoDay } from './calendar.ts'
import { organisationKind, organisationName } from './names.ts'
import { streams, TODAY } from './people.ts'
import { addressIn, type Place, placeOf } from './places.ts'

/** Who an organisation is: a pure function of (seed, index). */
export interface Organisation {
  index: number
  uscc: string
  /** The register that it stands in. */
  dataset: string
  name: string
  kind: string
  place: Place
  address: string
  established: string
  capital: string
  /** Its rows may be broken, change or vanish: never an employer, so that references to it stay certain. */
  restless: boolean
}

const FIRST = dayOf('1985-01-01')

/** What the codes of a register's organisations begin with, and how often. */
const beginnings: Record<string, [code: string, share: number][]> = {
  market_entities: [
    ['91', 0.6],
    ['92', 0.32],
    ['93', 0.08],
  ],
  social_organisations: [
    ['51', 0.6],
    ['52', 0.32],
    ['53', 0.08],
  ],
  self_governance_committees: [
    ['54', 0.7],
    ['55', 0.3],
  ],
  organs_and_institutions: [
    ['11', 0.4],
    ['12', 0.5],
    ['13', 0.1],
  ],
  legal_service_bodies: [
    ['31', 0.5],
    ['32', 0.2],
    ['33', 0.2],
    ['34', 0.1],
  ],
  religious_venues: [['71', 1]],
  trade_unions: [['81', 1]],
  rural_collectives: [
    ['N2', 0.8],
    ['N3', 0.2],
  ],
}
const rarer = Object.keys(beginnings).slice(2)

/** The register of the organisation of an index: of twelve, one social organisation and one of the rarer kinds. */
export function datasetOfOrganisation(index: number): string {
  if (index % 12 === 11) return 'social_organisations'
  return index % 12 === 10 ? (rarer[Math.floor(index / 12) % rarer.length] ?? '') : 'market_entities'
}

/** An index of the register `dataset` below `count`, by a share of 0 to 1; the smallest where there is none. */
export function indexIn(dataset: string, count: number, share: number): number {
  const place = rarer.indexOf(dataset)
  if (place < 0 && dataset !== 'social_organisations') return Math.floor(count * share)
  const [step, first] = place < 0 ? [12, 11] : [12 * rarer.length, 12 * place + 10]
  const own = Math.max(1, Math.ceil((count - first) / step))
  return first + step * Math.floor(own * share)
}

/** The code of the organisation of an index. */
export function codeOf(seed: number, index: number): string {
  return drawn(index, new Random(seed, streams.organisation, index)).code
}

/** What is drawn first of an organisation. */
function drawn(index: number, random: Random) {
  const dataset = datasetOfOrganisation(index)
  const type = beginningOf(dataset, random.next())
  const place = placeOf(random)
  const first8 = `M${random.chance(0.5) ? 'A' : 'J'}${usccDigits(index * 7919 + 31 ** 4, 6)}`
  return { dataset, type, place, code: uscc(type + place.code + organisationCode(first8)) }
}

/** The organisation of an index. */
export function organisationOf(seed: number, index: number): Organisation {
  const random = new Random(seed, streams.organisation, index)
  const { dataset, type, place, code } = drawn(index, random)
  const name = organisationName(random, place.city.replace(/市$|盟$/, ''), type, index)
  const address = addressIn(random, place)
  return {
    index,
    uscc: code,
    dataset,
    name,
    kind: organisationKind(type),
    place,
    address,
    established: isoDay(random.between(FIRST, TODAY - 200)),
    capital: `${random.between(1, 5000)}.${random.chance(0.5) ? '00' : '50'}`,
    restless: isRestless(seed, index),
  }
}

function beginningOf(dataset: string, share: number): string {
  let left = share
  const choices = beginnings[dataset] ?? []
  return (
    choices.find((choice) => {
      left -= choice[1]
      return left < 0
    })?.[0] ??
    choices[0]?.[0] ??
    ''
  )
}

/** See `Organisation.restless`; cheap, for the choice of employers. */
export function isRestless(seed: number, index: number): boolean {
  return (
    isRecoded(index) || isDoubled(index) || new Random(seed, streams.organisation_story, index).next() < 0.08
  )
}

/** True of an organisation that was given two codes. */
export function isDoubled(index: number): boolean {
  return index % 89 === 3 && datasetOfOrganisation(index) === 'market_entities'
}

/** Another code for the organisation, of the same register and place. */
export function secondCode({ index, uscc: code }: Organisation): string {
  return uscc(code.slice(0, 8) + organisationCode(`MB${usccDigits(index * 7919 + 31 ** 4, 6)}`))
}

/** True of an organisation whose code changes. */
export function isRecoded(index: number): boolean {
  return index % 97 === 5 && datasetOfOrganisation(index) === 'market_entities'
}
