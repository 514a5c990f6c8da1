import type { Dataset } from '../../catalog/dataset.ts'
import { headerLookup } from '../file/header.ts'
import { topLevelValues } from '../file/json_object.ts'

export const eventFaultCodes = [
  'not_an_object',
  'unknown_field',
  'repeated_field',
  'bad_operation',
  'no_fields',
] as const
export type EventFaultCode = (typeof eventFaultCodes)[number]

/** What is wrong with one event of a batch. `event` counts from 0; `field` as it was sent. Never a value. */
export interface EventFault {
  event: number
  code: EventFaultCode
  field?: string
}

type Fault = Omit<EventFault, 'event'>

const OPERATIONS = new Set(['I', 'U', 'D', '新增', '修改', '删除'])

/**
 * Reads one event's text to a line of JSON Lines as the file connector takes it: the members as received, then null
 * for every field that is not there, and operation U (inserted or updated) where none is said. Fields may be named
 * by id, by Chinese header or by alias. Others are refused whatever the dataset's contract: senders of events share an
 * extract, and one of them must not change its columns for all.
 */
export function eventReader(dataset: Dataset): (text: string) => string | Fault[] {
  const lookup = memoised(headerLookup(dataset))
  const fields = dataset.fields.map((field) => field.id)
  return (text) => {
    const members = topLevelValues(text)
    if (!members) return [{ code: 'not_an_object' }]
    const seen = new Set<string>()
    const faults: Fault[] = []
    for (const [name, value] of members) {
      const field = lookup(name)
      const fault = faultOf(field, value, seen)
      if (fault) faults.push({ code: fault, field: name })
      if (field) seen.add(field)
    }
    if (!fields.some((field) => seen.has(field))) faults.push({ code: 'no_fields' })
    return faults.length > 0 ? faults : completed(text, fields, seen)
  }
}

function faultOf(
  field: string | undefined,
  value: string | null,
  seen: Set<string>,
): EventFaultCode | undefined {
  if (!field) return 'unknown_field'
  if (seen.has(field)) return 'repeated_field'
  if (field === '_op' && !OPERATIONS.has((value ?? '').trim().toUpperCase())) return 'bad_operation'
  return undefined
}

/** One line: line breaks between members become spaces (inside strings JSON has none). */
function completed(text: string, fields: string[], seen: Set<string>): string {
  const missing = fields.filter((field) => !seen.has(field)).map((field) => `${JSON.stringify(field)}:null`)
  const operation = seen.has('_op') ? [] : ['"_op":"U"']
  const added = [...missing, ...operation].join(',')
  const line = text.trim().replace(/[\r\n]+/g, ' ')
  return added === '' ? line : `${line.slice(0, line.lastIndexOf('}'))},${added}}`
}

/** Senders use the same few names in every event. */
function memoised(lookup: (name: string) => string | undefined): (name: string) => string | undefined {
  const known = new Map<string, string | undefined>()
  return (name) => {
    if (known.has(name)) return known.get(name)
    const field = lookup(name)
    if (known.size < 1000) known.set(name, field)
    return field
  }
}
