export {
  BUCKET,
  fieldColumns,
  quarantineColumns,
  rawColumns,
  stateColumns,
  stdColumns,
} from './datasets.ts'
export { decisionColumns } from './decisions.ts'
export {
  attributesOf,
  baseColumns,
  codeCheckColumns,
  conflictColumns,
  disputableColumns,
  joinedDatasets,
  ORIGIN_TYPE,
  verifiesCodes,
} from './foundations.ts'
export { departmentAnswerColumns, itemColumns, markColumns, statementColumns } from './objections.ts'
export {
  inPresentColumns,
  presentIn,
  presentNames,
  withNewColumns,
  withPresentFields,
} from './present_columns.ts'
export { factColumns, historyColumns, profileColumns, ruleColumns, scoreColumns } from './quality.ts'
export { lakeType, measuredColumns } from './types.ts'
