import { facts } from '../code_facts.ts'

/** Codes of rows that do not fit together with others. */
export const setCodes = {
  'unique.duplicate': facts('warn', 'accuracy', 'duplication'),
  'single.conflict': facts('warn', 'accuracy', 'uniqueness'),
  'mutual.disagrees': facts('warn', 'consistency', 'related_data'),
  'reference.missing': facts('warn', 'consistency', 'related_data'),
  'reference.ended': facts('warn', 'consistency', 'related_data'),
  'after.death': facts('warn', 'consistency', 'related_data'),
  'after.birth': facts('warn', 'consistency', 'related_data'),
  'after.age': facts('warn', 'conformity', 'business_rule'),
  'after.period': facts('warn', 'consistency', 'related_data'),
  'before.death': facts('warn', 'consistency', 'related_data'),
  'before.birth': facts('warn', 'consistency', 'related_data'),
  'before.age': facts('warn', 'conformity', 'business_rule'),
  'before.period': facts('warn', 'consistency', 'related_data'),
  'period.overlap': facts('warn', 'timeliness', 'period_correctness'),
  'sequence.broken': facts('warn', 'timeliness', 'sequence'),
  'total.outside': facts('warn', 'conformity', 'business_rule'),
}
