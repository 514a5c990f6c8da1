import type { Dataset } from '../../catalog/dataset.ts'
import { citizenId, otherCheck } from '../check_digits.ts'
import type { FaultKind } from './kind.ts'
import { type Change, reject } from './kind.ts'
import { value } from './values.ts'

/** Faults of an identifier that is a person's or an organisation's, as another field says. */
export function subjectFaults(dataset: Dataset, id: string): FaultKind[] {
  const rule = dataset.rules.find((each) => each.kind === 'subjectId' && each.field === id)
  if (rule?.kind !== 'subjectId') return []
  const ofPerson =
    (change: Change): Change =>
    (draft) =>
      draft.clean[rule.kindField] === '1' && draft.clean[id] ? change(draft) : false
  return [
    reject('subject_id.shape', id, (draft) => (draft.clean[id] ? value(draft, id).slice(0, 16) : false)),
    reject('subject_id.check', id, (draft) => (draft.clean[id] ? otherCheck(value(draft, id)) : false)),
    reject(
      'subject_id.date',
      id,
      ofPerson((draft) => citizenId(`${value(draft, id).slice(0, 10)}0230${value(draft, id).slice(14, 17)}`)),
    ),
  ]
}

/** Faults of an electronic licence's identifier. */
export function licenceFaults(id: string): FaultKind[] {
  return [
    reject('licence_id.shape', id, (draft) =>
      draft.clean[id] ? value(draft, id).replace('.3005.', '.') : false,
    ),
    reject('licence_id.check', id, (draft) => {
      const text = value(draft, id)
      const last = text.slice(-1)
      return text ? text.slice(0, -1) + (last === '7' ? '3' : '7') : false
    }),
  ]
}
