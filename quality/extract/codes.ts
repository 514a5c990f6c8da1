import { facts } from '../code_facts.ts'

/** Codes of an extract as a whole. */
export const extractCodes = {
  'row_count.low': facts('block', 'completeness', 'record_completeness'),
  'row_count.dropped': facts('block', 'completeness', 'record_completeness'),
  'volume.low': facts('warn', 'completeness', 'record_completeness'),
  'volume.high': facts('warn', 'completeness', 'record_completeness'),
  'freshness.late': facts('warn', 'timeliness', 'point_timeliness'),
  'freshness.city_missing': facts('warn', 'completeness', 'record_completeness'),
  'freshness.city_late': facts('warn', 'timeliness', 'point_timeliness'),
  'drift.nulls': facts('warn', 'completeness', 'element_completeness'),
  'drift.codes': facts('warn', 'accuracy', 'content_correctness'),
  'drift.numbers': facts('warn', 'accuracy', 'content_correctness'),
  'schema.missing': facts('warn', 'conformity', 'data_model'),
  'schema.extra': facts('warn', 'conformity', 'data_model'),
  'schema.renamed': facts('warn', 'conformity', 'data_model'),
  'schema.type': facts('warn', 'conformity', 'data_model'),
}
