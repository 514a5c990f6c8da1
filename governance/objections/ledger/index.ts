import '../../../warehouse/ledger/locale_objections.ts'

export {
  isOpen,
  markingStates,
  nextObjectionState,
  type ObjectionEvent,
  type ObjectionState,
  objectionEvents,
  objectionStates,
  objectionTransitions,
  openStates,
} from '../../../warehouse/ledger/objection_states.ts'
export {
  type NoticeKind,
  type ObjectionCause,
  type ObjectionStepKind,
  objectionCauses,
} from '../../../warehouse/ledger/objections_schema.ts'
export {
  addAnswers,
  answerSteps,
  answersOf,
  confirmedAnswers,
  findAnswers,
  type ObjectionAnswers,
} from './answers.ts'
export { countObjections, getObjection, listObjections, type ObjectionFilter } from './list.ts'
export { addItems, lockObjection, moveObjection, type ObjectionMove, setDueDays } from './move.ts'
export { addNotices, listNotices, type Notice } from './notices.ts'
export { type ObjectionOutcome, objectionOutcomes } from './outcomes.ts'
export {
  type DueDays,
  fingerprintOfCause,
  type NewObjection,
  type Raising,
  raiseObjections,
} from './raise.ts'
export type { Objection, ObjectionHistory } from './record.ts'
export {
  beginObjectionStep,
  endObjectionStep,
  nextObjectionStep,
  type ObjectionStep,
  objectionWatermark,
  openObjectionStep,
} from './steps.ts'
export {
  listSubmissions,
  type NewSubmission,
  openSubmission,
  type Submission,
  type SubmissionFilter,
  type SubmissionGroup,
  updateSubmission,
} from './submissions.ts'
