export { type Answered, applyAnswers } from './apply.ts'
export { type AnswerOutcome, answerOutcomes } from './outcomes.ts'
export {
  type Answer,
  type AnswerFault,
  type AnswerFaultCode,
  AnswersRefused,
  answerFaultCodes,
  readAnswers,
} from './read_sheet.ts'
export { MOST_ANSWERS, writeAnswerSheet } from './write_sheet.ts'
