export {
  BUCKET,
  fieldColumns,
  historyColumns,
  profileColumns,
  quarantineColumns,
  rawColumns,
  stateColumns,
  stdColumns,
} from './datasets.ts'
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
export {
  inPresentColumns,
  presentIn,
  presentNames,
  withNewColumns,
  withPresentFields,
} from './present_columns.ts'
export { lakeType, measuredColumns } from './types.ts'
