import type { Extract } from '../extracts.ts'
import type { Damage } from '../files/writer.ts'
import type { Random } from '../random.ts'

export type Values = Record<string, string | null>

/** A row as it will be written (`raw`), and what it means when it is accepted (`clean`). */
export interface Draft {
  raw: Values
  clean: Values
  random: Random
  extract: Extract
  seed: number
  organisations: number
}

/** One way in which a row is wrong, with every code that it must be found under. */
export interface FaultKind {
  codes: string[]
  rejected: boolean
  damage?: Damage
  /** The fields that it is rejected for; none: the row cannot be read at all. */
  fields?: string[]
  operation?: string
  /** Spoils the values. False: this row does not allow it. */
  apply?(draft: Draft): boolean
}

export type Change = (draft: Draft) => string | null | false

export const reject = (codes: string, field: string, change: Change): FaultKind => ({
  codes: codes.split(' '),
  rejected: true,
  fields: [field],
  apply: (draft) => set(draft, field, change(draft)),
})
/** A value that is recorded and passes: the golden record has it. */
export const warn = (code: string, field: string, change: Change): FaultKind => ({
  codes: [code],
  rejected: false,
  apply: (draft) => {
    const value = change(draft)
    return set(draft, field, value) && set({ ...draft, raw: draft.clean }, field, value)
  },
})
/** Only of a row of one line: what is left of a broken row of two lines would be a second broken row. */
export const damage = (code: string, how: Damage): FaultKind => ({
  codes: [code],
  rejected: true,
  damage: how,
  apply: ({ raw }) => !Object.values(raw).some((each) => each?.includes('\n')),
})
export const both = (a: FaultKind, b: FaultKind): FaultKind => ({
  codes: [...a.codes, ...b.codes],
  rejected: true,
  fields: [...(a.fields ?? []), ...(b.fields ?? [])],
  apply: (draft) => a.apply?.(draft) === true && b.apply?.(draft) === true,
})

function set(draft: { raw: Values }, field: string, value: string | null | false): boolean {
  if (value === false) return false
  draft.raw[field] = value
  return true
}
