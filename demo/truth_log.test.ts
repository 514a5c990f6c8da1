import { expect, test } from 'vitest'
import type { Row } from './emitter.ts'
import { logOf, statesOf } from './truth_log.ts'

const row = (
  seq: number,
  line: number,
  event: string,
  status = '1',
  operation: Row['operation'] = 'I',
): Row => ({
  dataset: 'housing_fund',
  seq,
  line,
  operation,
  event,
  values: { citizen_id: '150102190001010018', status, updated_at: event },
  repair: null,
})
const dump = { seq: 3, asOf: '2026-10-05 00:00:00' }

/** `seq:line from-to` of every state, the one that counts marked. */
function told(rows: Row[], dumps = [dump]): string[] {
  const { states, kept } = statesOf(logOf(rows, dumps))
  return states.map(
    (state) =>
      `${state.row.seq}:${state.row.line} ${state.from}-${state.to ?? ''}${state === kept ? ' now' : ''}`,
  )
}

test('states follow one another; a correction of the past comes in between; what lasts no time is no state', () => {
  const rows = [
    row(1, 1, '2020'),
    row(2, 1, '2024'),
    row(2, 2, '2022'),
    row(2, 3, '2024', '2'),
    row(2, 4, '2025', '2', 'D'),
  ]
  expect(told(rows, [])).toEqual(['1:1 2020-2022', '2:2 2022-2024', '2:3 2024-2025'])
})

test('a dump that says the same is no news, also when it has an older row beside it', () => {
  const pair = [row(1, 1, '2020', '3'), row(1, 2, '2022')]
  expect(told([...pair, row(3, 5, '2020', '3'), row(3, 6, '2022')])).toEqual([
    '1:1 2020-2022',
    '1:2 2022- now',
  ])
})

test('what a dump no longer has ends when it was taken; what it has in an older form is back from then on', () => {
  expect(told([row(1, 1, '2020')])).toEqual([`1:1 2020-${dump.asOf}`])
  expect(told([row(1, 1, '2020'), row(2, 1, '2024', '2'), row(3, 1, '2020')])).toEqual([
    '1:1 2020-2024',
    `2:1 2024-${dump.asOf}`,
    `3:1 ${dump.asOf}- now`,
  ])
})

test('a removed record that a dump has again is back from then on', () => {
  const rows = [row(1, 1, '2020'), row(2, 1, '2024', '1', 'D'), row(3, 1, '2020')]
  expect(told(rows)).toEqual(['1:1 2020-2024', `3:1 ${dump.asOf}- now`])
})
