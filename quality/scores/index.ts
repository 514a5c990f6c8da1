export { byTime, countedByMonth, referenceDay, type ScoredExtract } from './extracts.ts'
export {
  catalogueFacts,
  entryRequirements,
  type Requirement,
  securityRequirements,
} from './facts/catalogue.ts'
export { type CopiedElement, copyFacts } from './facts/copies.ts'
export { dueByMonth } from './facts/due.ts'
export { expectedRows, extractFacts } from './facts/extracts.ts'
export {
  type Counted,
  countedRows,
  dirtyFacts,
  noSurplus,
  ruleFacts,
  surplusIdentities,
  uniquenessFacts,
} from './facts/history.ts'
export { type Rectified, rectificationFacts } from './facts/rectification.ts'
export { factRows } from './facts/rows.ts'
export {
  type DimensionScore,
  type Fact,
  type IndicatorScore,
  type ScoreScope,
  type ScoreTree,
  sources,
} from './model.ts'
export { lengthOf, monthOf } from './period.ts'
export {
  dimensions,
  gradeOf,
  RECTIFICATION,
  rectificationIndicators,
  type ScoreSettings,
  scoreSettingsSchema,
  weightsOf,
} from './settings.ts'
export { scoreOrder, scoreRows } from './table.ts'
export { type ScoreRow, treeOf } from './tree.ts'
