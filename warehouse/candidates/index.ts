export {
  type Decision,
  decidedUpTo,
  decisionMark,
  decisionRow,
  inForce,
  receivedFields,
  rescuedRow,
  retractions,
  rowsOfDecision,
} from './decisions.ts'
export { type Candidate, type Candidates, type FindInput, findCandidates } from './find.ts'
export { fingerprintOf, isTelling } from './fingerprint.ts'
export { baseColumnsOf, fieldsOf, type Profile, profileOf } from './profile.ts'
export { hasNoUsableKey } from './waiting.ts'
