import type { Values } from '../faults/kind.ts'
import type { Random } from '../random.ts'
import { isoDay } from '../world/calendar.ts'
import type { Person } from '../world/people.ts'

/** What another department holds of a person: mostly the same, sometimes old or mistyped, sometimes nothing. */
export function copyOf(person: Person, random: Random, nameRequired: boolean): Values {
  const slip = random.next()
  const name = slip < 0.006 ? `${person.name.slice(0, -1)}玲` : person.name
  const born = slip > 0.996 ? person.born - random.between(1, 40) : person.born
  const sex = slip > 0.99 && slip < 0.992 ? !person.male : person.male
  return {
    name: !nameRequired && random.chance(0.03) ? null : name,
    sex: random.chance(0.02) ? null : sex ? '1' : '2',
    birth_date: random.chance(0.02) ? null : isoDay(born),
  }
}
