import { citizenId } from '../check_digits.ts'
import { Random } from '../random.ts'
import { streamOf } from '../registers/stream.ts'
import { isoDay } from './calendar.ts'
import { certainChanges, type NumberChange } from './certain_changes.ts'
import type { Person } from './people.ts'
import { isSteady } from './steady.ts'

const stream = streamOf('identity_number_changes')
const SHARE = 0.005

/** The change of number of a person, if there was one. */
export function numberChangeOf(seed: number, person: Person): NumberChange | null {
  const random = new Random(seed, stream, person.index)
  const chosen = random.chance(SHARE)
  const fate = random.next()
  const drawn: [NumberChange['kind'], NumberChange['seq']] =
    fate < 0.5
      ? ['moved', 1]
      : fate < 0.65
        ? ['changed', 2]
        : fate < 0.8
          ? ['changed', 3]
          : ['double', fate < 0.9 ? 1 : 3]
  const sure = certainChanges[person.index]
  if (!sure && (!chosen || person.outsider || isSteady(seed, person.index))) return null
  const [kind, seq] = sure ?? drawn
  const former = person.citizenId
  const under = (place: string) =>
    citizenId(`${place}${isoDay(person.born).replaceAll('-', '')}${former.slice(14, 17)}`)
  return { kind, seq, former, now: under('150199'), other: under('150198'), random }
}
