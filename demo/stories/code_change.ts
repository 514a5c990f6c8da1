import type { Row } from '../emitter.ts'
import type { World } from '../fields/subject.ts'
import { Random } from '../random.ts'
import { RecordRegister } from '../registers/record_register.ts'
import { streamOf } from '../registers/stream.ts'
import { factsOfOrganisation } from '../world/facts.ts'
import { isRecoded, type Organisation, secondCode } from '../world/organisations.ts'
import { Chronicle, type Register } from './chronicle.ts'
import { organisationValues } from './organisation.ts'

/** How an organisation came to another code: before all extracts (1), or in the time of a delta. */
export interface CodeChange {
  seq: 1 | 2 | 3
  now: string
  random: Random
}

/** The change of code of an organisation, if there was one. */
export function codeChangeOf(seed: number, each: Organisation): CodeChange | null {
  if (!isRecoded(each.index)) return null
  const random = new Random(seed, streamOf('entity_code_changes'), each.index)
  const seq = (1 + (Math.floor(each.index / 97) % 3)) as 1 | 2 | 3
  return { seq, now: secondCode(each), random }
}

/** The market register's rows of an organisation whose code changed. */
export function recodedRows(world: World, each: Organisation, change: CodeChange, register: Register): Row[] {
  const { seq, now, random } = change
  const story = new Chronicle(register, random)
  const values = organisationValues(world.seed, each, world.people, random)
  const intent = { operation: 'I' as const, values, place: each.place, calm: true }
  if (seq === 1) story.tell(1, { ...intent, values: { ...values, uscc: now } })
  else {
    story.tell(1, intent)
    const at = story.momentIn(seq)
    story.remove(seq, values, 'uscc', at)
    story.tell(seq, { ...intent, values: { ...values, uscc: now, updated_at: at } })
  }
  return story.rows
}

/** The register of changed codes. */
export class CodeChanges {
  private readonly register: RecordRegister

  constructor(private readonly world: World) {
    this.register = new RecordRegister({
      dataset: 'entity_code_changes',
      share: 1,
      fields: {
        former_uscc: ({ organisation }) => organisation?.uscc ?? '',
        // Not 1: a code that was another body's stays that body's.
        reason: (_subject, random) => random.pick(['2', '3', '4', '9']),
      },
    })
  }

  rows(each: Organisation, { seq, now, random }: CodeChange, register: Register): Row[] {
    const facts = factsOfOrganisation(each, random)
    const subject = {
      world: this.world,
      key: now,
      place: each.place,
      since: 0,
      facts,
      organisation: each,
      ordinal: 0,
    }
    const values = this.register.values(subject, random)
    const story = new Chronicle(register, random)
    const updated_at = seq === 1 ? (values.updated_at ?? null) : story.momentIn(seq)
    story.tell(seq, {
      operation: 'I',
      values: { ...values, updated_at },
      place: each.place,
      calm: each.index < 300,
    })
    return story.rows
  }
}
