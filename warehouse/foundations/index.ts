export { BUCKET, historyColumns, quarantineColumns, rawColumns, stdColumns } from './datasets.ts'
export { attributesOf, baseColumns, conflictColumns, ORIGIN_TYPE } from './foundations.ts'
export { lakeType } from './types.ts'
