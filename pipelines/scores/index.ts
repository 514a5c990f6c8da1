export type { DimensionScore, IndicatorScore, ScoreScope, ScoreTree } from '../../quality/scores/index.ts'
export { type Behind, type BehindKind, behindKinds, behindOf, kindOf } from './behind.ts'
export { newestPeriod, partsOf, scoresOf, trendOf } from './read.ts'
export { scoreStage } from './stage.ts'
