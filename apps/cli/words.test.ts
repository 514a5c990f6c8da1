import { expect, test } from 'vitest'
import { render, type TextFields } from '../../core/locale.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import './locale.ts'
import { recurringProblems } from './words.ts'

const io = {
  text: (key: string, fields?: TextFields) =>
    key === 'run.recurring' ? render('en', key, fields) : `${key} of ${fields?.dataset}`,
}
const problem = (code: string, dataset: string, severity?: 'warn'): Problem => ({
  code,
  fields: severity ? { dataset, severity } : { dataset },
})

test('warnings of a kind are told once with their count, the same one is counted once', () => {
  const problems = [
    problem('late', 'one', 'warn'),
    problem('short', 'one', 'warn'),
    problem('late', 'two', 'warn'),
    problem('late', 'two', 'warn'),
  ]
  expect(recurringProblems(io, problems)).toEqual(['! late of one (2 of this kind)', '! short of one'])
})

test('what needs a person is told one by one, up to ten', () => {
  const refused = (count: number) =>
    recurringProblems(
      io,
      Array.from({ length: count }, (_, i) => problem('refused', `file ${i}`)),
    )
  expect(refused(10)).toHaveLength(10)
  expect(refused(11)).toEqual([...refused(10).slice(0, 9), '✗ refused of file 9 (11 of this kind)'])
})
