import { expect, test } from 'vitest'
import { ShuyuanError } from '../../../core/errors.ts'
import {
  nextObjectionState,
  objectionEvents,
  objectionStates,
  objectionTransitions,
} from '../../../warehouse/ledger/objection_states.ts'

/** The table again, as a person reads it: a column for each event; `.` refused, `=` stays. */
const READ = `
          accept   mark   verify   correct   reject   lift   reopen again progress remind escalate
raised    accepted .      .        corrected rejected .      .      =     =        =      =
accepted  .        marked verified corrected rejected .      .      =     =        =      =
marked    .        .      verified corrected rejected .      .      =     =        =      =
verified  .        .      .        corrected rejected .      .      =     =        =      =
corrected .        .      .        .         .        lifted raised .     .        .      .
rejected  .        .      .        .         .        lifted raised .     .        .      .
lifted    .        .      .        .         .        .      raised .     .        .      .`

test('every state and event is as the table says', () => {
  const [head = '', ...lines] = READ.trim().split('\n')
  const events = head.trim().split(/ +/)
  expect(events).toEqual([...objectionEvents])
  expect(lines.map((line) => line.split(/ +/)[0])).toEqual([...objectionStates])
  for (const line of lines) {
    const [state = '', ...cells] = line.trim().split(/ +/)
    const expected = cells.map((cell) => (cell === '.' ? null : cell === '=' ? state : cell))
    const row = objectionTransitions[objectionStates.find((each) => each === state) ?? 'raised']
    expect(
      objectionEvents.map((event) => row[event]),
      state,
    ).toEqual(expected)
  }
})

test('what the table refuses names the objection', () => {
  expect(() => nextObjectionState(7, 'lifted', 'reject')).toThrow(ShuyuanError)
  expect(() => nextObjectionState(7, 'lifted', 'reject')).toThrow(/objection 7 is lifted/)
})
