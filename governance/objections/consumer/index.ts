export {
  consumerLimits,
  type RowFault,
  type RowFaultCode,
  RowsRefused,
  rowFaultCodes,
  type SubmittedRow,
  submittedRowSchema,
} from './check_rows.ts'
export {
  type Followed,
  type FollowedObjection,
  followSubmission,
  listSubmitted,
  withdrawSubmission,
} from './follow.ts'
export { readSubmission, submissionColumns } from './read_sheet.ts'
export { type ConsumerReason, codeOfReason, consumerReasons, reasonOfCode } from './reasons.ts'
export { saidOf } from './said.ts'
export { type ShownStatement, showStatements } from './show.ts'
export { type Sender, type SubmissionInput, type Submitted, submitObjections } from './submit.ts'
export { writeTemplate } from './template.ts'
