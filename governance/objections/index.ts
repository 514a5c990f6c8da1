export {
  type Act,
  acceptObjection,
  correctObjection,
  rejectObjection,
  verifyObjection,
} from './act.ts'
export { type Claim, claimOf, confirmObjection } from './confirm.ts'
export { dayOf, dueDays } from './days.ts'
export { dueRows, itemRows, itemsOf, type ObjectionItem } from './items.ts'
export type { Notice, Objection, ObjectionFilter, ObjectionHistory } from './ledger/index.ts'
export { getObjection, listObjections } from './list.ts'
export { marked, writeMarks } from './marks.ts'
export { type ObjectedRow, type ObjectionRequest, type Raised, raiseObjection } from './raise.ts'
export { remindAndEscalate } from './remind.ts'
export { reopenObjection } from './reopen.ts'
export { faultWords, type SheetFault, writeResult } from './result_sheet.ts'
export { type ObjectionStats, objectionStats } from './stats.ts'
export { datasetWords, fieldWords, problemWords } from './words.ts'
