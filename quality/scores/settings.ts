import { z } from 'zod'
import { type Dimension, indicators } from '../../catalog/indicators.ts'

/** The six dimensions of GB/T 36344-2018, in the standard's order. */
export const dimensions = Object.keys(indicators) as Dimension[]
/** Stands beside the six dimensions: how well a department mends what it is told of. */
export const RECTIFICATION = 'rectification'
/** What rectification is made of. */
export const rectificationIndicators = ['fix_rate', 'reopen_rate', 'mean_days'] as const

/**
 * GB/T 36344 gives no weights; these are ours: what is in the data counts most, what can be mended by sending again
 * least. Only their proportions matter.
 */
const DIMENSION_WEIGHTS: Record<Dimension, number> = {
  conformity: 20,
  completeness: 20,
  accuracy: 25,
  consistency: 15,
  timeliness: 10,
  accessibility: 10,
}

/** Grades and the least score, of 100, of each; what is below the last has the grade `fail`. */
const GRADES: [string, number][] = [
  ['excellent', 99],
  ['good', 95],
  ['fair', 90],
  ['pass', 80],
]
export const LOWEST_GRADE = 'fail'

const weight = z.number().nonnegative()
const indicatorNames = [...dimensions.flatMap((each) => [...indicators[each]]), ...rectificationIndicators]
const gradeSchema = z.tuple([z.enum(['excellent', 'good', 'fair', 'pass']), z.number().min(0).max(100)])

/** Weights and grades of the scores; what is left out keeps its default. */
export const scoreSettingsSchema = z.strictObject({
  /** Weight of a dimension in the total. */
  weights: z
    .partialRecord(z.enum(dimensions as [Dimension, ...Dimension[]]), weight)
    .default({})
    .transform((given) => ({ ...DIMENSION_WEIGHTS, ...given })),
  /** Weight of an indicator in its dimension; 1 where nothing is said, 0: shown but not counted. */
  indicatorWeights: z.partialRecord(z.enum(indicatorNames as [string, ...string[]]), weight).default({}),
  /** Least score, of 100, of each grade, the best first. */
  grades: z
    .array(gradeSchema)
    .default(GRADES as z.infer<typeof gradeSchema>[])
    .refine(
      (grades) => grades.every(([, least], at) => at === 0 || least < (grades[at - 1]?.[1] ?? 0)),
      'the best grade comes first, each with less than the one before',
    ),
  /** Weight of rectification beside the dimensions' weights; 0: shown but not counted. */
  rectificationWeight: weight.default(10),
})
export type ScoreSettings = z.infer<typeof scoreSettingsSchema>

/** Every indicator with its dimension and the weights that apply: rectification is like a seventh dimension. */
export function weightsOf(
  settings: ScoreSettings,
): { dimension: string; indicator: string; dimensionWeight: number; indicatorWeight: number }[] {
  const row = (dimension: string, dimensionWeight: number) => (indicator: string) => ({
    dimension,
    indicator,
    dimensionWeight,
    indicatorWeight: settings.indicatorWeights[indicator] ?? 1,
  })
  return [
    ...dimensions.flatMap((each) => indicators[each].map(row(each, settings.weights[each]))),
    ...rectificationIndicators.map(row(RECTIFICATION, settings.rectificationWeight)),
  ]
}

/** The grade of a score from 0 to 1. */
export function gradeOf(score: number, settings: Pick<ScoreSettings, 'grades'>): string {
  return settings.grades.find(([, least]) => score * 100 >= least)?.[0] ?? LOWEST_GRADE
}
