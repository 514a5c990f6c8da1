import { catalogue } from '../../catalog/catalogue.ts'
import type { Dataset, Field } from '../../catalog/dataset.ts'
import type { Element } from '../../catalog/element.ts'
import { elementOf } from '../../catalog/lookup.ts'
import { textOf } from '../pattern.ts'
import type { Random } from '../random.ts'
import { dayOf, isoDay } from '../world/calendar.ts'
import { mobile, personOf } from '../world/people.ts'
import { knownEntity, knownPerson } from '../world/steady.ts'
import type { Make } from './subject.ts'
import { plainText } from './texts.ts'

const LAST_DAY = dayOf('2026-03-01')
const FIRST_DAY = dayOf('2005-01-01')
const FUTURE = [dayOf('2026-12-01'), dayOf('2033-12-31')] as const

/** How the values of a field are made, from what the catalogue says of it. */
export function makerOf(dataset: Dataset, field: Field): Make {
  const element = elementOf(catalogue, field.element)
  const make =
    field.role === 'copy' ? copied(field, typed(dataset, field, element)) : typed(dataset, field, element)
  const needed = field.required || field.id === dataset.key || dataset.recordKey.includes(field.id)
  if (needed || field.id === dataset.eventTime) return make
  return (subject, random, draft) => {
    const value = make(subject, random, draft)
    return random.chance(0.04) ? null : value
  }
}

/** A copy says what is known; of what is not known, nothing, unless the field has to say something. */
function copied(field: Field, other: Make): Make {
  return (subject, random, draft) => {
    if (field.element in subject.facts) return subject.facts[field.element] ?? null
    return field.required ? other(subject, random, draft) : null
  }
}

function typed(dataset: Dataset, field: Field, element: Element): Make {
  const rules = dataset.rules.filter((rule) => 'field' in rule && rule.field === field.id)
  const pattern = rules.find((rule) => rule.kind === 'pattern')
  if (pattern) return (_subject, random) => textOf(pattern.pattern, random)
  const referred = rules.find((rule) => rule.kind === 'reference')
  const range = rules.find((rule) => rule.kind === 'range')
  const future = rules.some((rule) => rule.kind === 'date' && rule.allowFuture)
  switch (element.type) {
    case 'code':
      return coded(element.codeTable ?? '')
    case 'division':
      return ({ place }) => place.code
    case 'date':
      return future ? (_subject, random) => isoDay(random.between(...FUTURE)) : pastDay
    case 'datetime':
      return () => null
    case 'integer':
      return (_subject, random) => String(random.between(range?.min ?? 1, Math.min(range?.max ?? 9, 99)))
    case 'decimal':
      return (_subject, random) =>
        amount(random.between(range?.min ?? 1, Math.min(range?.max ?? 9000, 9000) - 1), random)
    case 'phone':
      return (_subject, random) => mobile(random)
    case 'citizenId':
      return ({ world }, random) =>
        referred
          ? (knownPerson(world, random)?.citizenId ?? null)
          : personOf(world.seed, random.int(world.people)).citizenId
    case 'uscc':
      return ({ world }, random) => knownEntity(world, random, referred?.datasets)
    case 'personName':
      return ({ world }, random) => personOf(world.seed, random.int(world.people)).name
    default:
      return (subject, random) => plainText(field.id, subject, random).slice(0, element.maxLength ?? 200)
  }
}

const pastDay: Make = ({ since }, random) =>
  isoDay(random.between(Math.min(Math.max(since, FIRST_DAY), LAST_DAY), LAST_DAY))

function coded(table: string): Make {
  const codes = Object.keys(catalogue.codeTables.find((each) => each.id === table)?.codes ?? {})
  return (_subject, random) => random.pick(codes)
}

function amount(whole: number, random: Random): string {
  return whole < 0 ? String(whole) : `${whole}.${random.pick(['00', '50', '25'])}`
}
