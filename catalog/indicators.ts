/** The twenty indicators of GB/T 36344-2018, by dimension. */
export const indicators = {
  conformity: ['data_standard', 'data_model', 'metadata', 'business_rule', 'reference_data', 'security'],
  completeness: ['element_completeness', 'record_completeness'],
  accuracy: ['content_correctness', 'format_compliance', 'duplication', 'uniqueness', 'dirty_data'],
  consistency: ['same_data', 'related_data'],
  timeliness: ['period_correctness', 'point_timeliness', 'sequence'],
  accessibility: ['accessible', 'available'],
} as const
export type Dimension = keyof typeof indicators
