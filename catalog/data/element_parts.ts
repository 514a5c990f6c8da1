import type { z } from 'zod'
import { defineElement, type Element, type ElementType, type elementSchema } from '../element.ts'

/** An element as it is written, before defaults. */
export type ElementInput = z.input<typeof elementSchema>
type Guard = Pick<ElementInput, 'grading' | 'mask'>
type Extras = Partial<Omit<ElementInput, 'id' | 'name' | 'type'>>

/** Gradings with the mask that usually goes with them. */
export const open: Guard = { grading: 'L1', mask: 'none' }
export const internal: Guard = { grading: 'L2', mask: 'none' }
export const personal: Guard = { grading: 'L3', mask: 'drop' }
export const hashed: Guard = { grading: 'L3', mask: 'hash' }
export const yearOnly: Guard = { grading: 'L3', mask: 'year' }
export const personName: Guard = { grading: 'L3', mask: 'name' }
export const address: Guard = { grading: 'L3', mask: 'address' }
export const phone: Guard = { grading: 'L3', mask: 'mobile' }
/** An identity number or a unified social credit code: graded as the former. */
export const subjectNumber: Guard = { grading: 'L4', mask: 'citizenId' }
export const citizenId: Guard = { grading: 'L4', mask: 'citizenId' }
/** Health data and data of minors. */
export const sensitive: Guard = { grading: 'L4', mask: 'drop' }

/** A data item, before it is known whose it is: `column`, names, type, guard. */
export interface Item {
  column: string
  zh: string
  en: string
  type: ElementType
  guard: Guard
  extras: Extras
}

export function item(
  column: string,
  zh: string,
  en: string,
  type: ElementType,
  guard: Guard,
  extras: Extras = {},
): Item {
  return { column, zh, en, type, guard, extras }
}

/** An item whose values are codes of `codeTable`. */
export function coded(
  column: string,
  zh: string,
  en: string,
  guard: Guard,
  codeTable: string,
  extras: Extras = {},
): Item {
  return item(column, zh, en, 'code', guard, { codeTable, ...extras })
}

/**
 * The elements `<owner>.<column>` of one register, which is their authority with its fields of the same names.
 * `owner` is a foundation, or the record type of a register with many records per subject.
 */
export function elementsFrom(owner: string, dataset: string, items: Item[]): Element[] {
  return items.map(({ column, zh, en, type, guard, extras }) =>
    defineElement({
      id: `${owner}.${column}`,
      name: { 'zh-CN': zh, en },
      type,
      ...guard,
      authority: `${dataset}.${column}`,
      ...extras,
    }),
  )
}
