import type { Emitter, Row } from '../emitter.ts'
import type { World } from '../fields/subject.ts'
import { Random } from '../random.ts'
import { issuerOf } from '../registers/parties.ts'
import { streamOf } from '../registers/stream.ts'
import { type Organisation, secondCode } from '../world/organisations.ts'
import { Chronicle, type Register } from './chronicle.ts'
import { organisationValues } from './organisation.ts'

/** Rows of an organisation that was given two codes, both in force; later, of some, one is cancelled. */
export function doubledRows(world: World, each: Organisation, register: Register): Row[] {
  const random = new Random(world.seed, streamOf('two codes'), each.index)
  const story = new Chronicle(register, random)
  const values = organisationValues(world.seed, each, world.people, random)
  const other = { ...values, uscc: secondCode(each) }
  const intent = { operation: 'I' as const, place: each.place, calm: true }
  story.tell(1, { ...intent, values })
  story.tell(1, { ...intent, values: other })
  if (random.chance(0.5)) {
    const updated_at = story.momentIn(3)
    story.tell(3, { ...intent, operation: 'U', values: { ...other, status: '3', updated_at } })
  }
  return story.rows
}

/** A row with a code that another register gave out already to another body: it is rejected, and tells of it. */
export interface IssuedTwice {
  uscc: string
  second_dataset: string
  second_extract: number
  second_line: number
}

const SHARE = 0.1

/** Now and then a social organisation's row comes with the code of an enterprise. */
export function issuedTwice(
  world: World,
  each: Organisation,
  emitter: Emitter | undefined,
): IssuedTwice | null {
  const random = new Random(world.seed, streamOf('code issued twice'), each.index)
  if (each.dataset !== 'social_organisations' || !(random.chance(SHARE) || each.index === 11)) return null
  const enterprise = issuerOf(world, random, ['market_entities'])
  if (!enterprise || !emitter) return null
  const values = { ...organisationValues(world.seed, each, world.people, random), uscc: enterprise.uscc }
  const line = emitter.refused({ operation: 'I', values }, ['uscc.authority', 'pattern.mismatch'])
  const { dataset, seq } = emitter.extract
  return { uscc: enterprise.uscc, second_dataset: dataset, second_extract: seq, second_line: line }
}
