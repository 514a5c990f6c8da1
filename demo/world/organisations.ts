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
  /** In the register of social organisations, not of market entities. */
  social: boolean
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

/** The organisation of an index: one in twelve is a social organisation. */
export function organisationOf(seed: number, index: number): Organisation {
  const random = new Random(seed, streams.organisation, index)
  const social = index % 12 === 11
  const category = random.chance(0.6) ? '1' : random.chance(0.8) ? '2' : '3'
  const type = (social ? '5' : '9') + category
  const place = placeOf(random)
  const first8 = `M${random.pick(['A', 'J'])}${usccDigits(index * 7919 + 31 ** 4, 6)}`
  const code = uscc(type + place.code + organisationCode(first8))
  const name = organisationName(random, place.city.replace(/市$|盟$/, ''), type, index)
  const address = addressIn(random, place)
  return {
    index,
    uscc: code,
    social,
    name,
    kind: organisationKind(type),
    place,
    address,
    established: isoDay(random.between(FIRST, TODAY - 200)),
    capital: `${random.between(1, 5000)}.${random.chance(0.5) ? '00' : '50'}`,
    restless: isRestless(seed, index),
  }
}

/** See `Organisation.restless`; cheap, for the choice of employers. */
export function isRestless(seed: number, index: number): boolean {
  return new Random(seed, streams.organisation_story, index).next() < 0.08
}

/** A steady employer among `count` organisations, or null where there is none to find; large ones more often. */
export function employerOf(seed: number, random: Random, count: number): string | null {
  for (let attempt = 0; attempt < 20 && count > 0; attempt++) {
    const index = Math.floor(count * random.next() ** 2)
    if (!isRestless(seed, index)) return organisationOf(seed, index).uscc
  }
  return null
}
