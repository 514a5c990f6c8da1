import { facts } from './code_facts.ts'
import { extractCodes } from './extract/codes.ts'
import { setCodes } from './sets/codes.ts'

/** Every code that a row, a set of rows or an extract can be found under. */
export const codes = {
  required: facts('reject', 'completeness', 'element_completeness'),
  'citizen_id.shape': facts('reject', 'accuracy', 'format_compliance'),
  'citizen_id.date': facts('reject', 'accuracy', 'content_correctness'),
  'citizen_id.check': facts('reject', 'accuracy', 'content_correctness'),
  'uscc.shape': facts('reject', 'accuracy', 'format_compliance'),
  'uscc.org_code': facts('reject', 'accuracy', 'content_correctness'),
  'uscc.check': facts('reject', 'accuracy', 'content_correctness'),
  'uscc.authority': facts('reject', 'conformity', 'business_rule'),
  'uscc.category': facts('warn', 'conformity', 'reference_data'),
  'subject_id.shape': facts('reject', 'accuracy', 'format_compliance'),
  'subject_id.date': facts('reject', 'accuracy', 'content_correctness'),
  'subject_id.check': facts('reject', 'accuracy', 'content_correctness'),
  'licence_id.shape': facts('reject', 'accuracy', 'format_compliance'),
  'licence_id.check': facts('reject', 'accuracy', 'content_correctness'),
  'code.unknown': facts('reject', 'conformity', 'reference_data'),
  'division.unknown': facts('reject', 'conformity', 'reference_data'),
  'division.historical': facts('warn', 'conformity', 'reference_data'),
  'date.invalid': facts('reject', 'accuracy', 'format_compliance'),
  'date.future': facts('reject', 'timeliness', 'period_correctness'),
  'date.order': facts('reject', 'timeliness', 'sequence'),
  'datetime.invalid': facts('reject', 'accuracy', 'format_compliance'),
  'number.invalid': facts('reject', 'accuracy', 'format_compliance'),
  'pattern.mismatch': facts('reject', 'conformity', 'data_standard'),
  'length.outside': facts('reject', 'conformity', 'data_standard'),
  'range.outside': facts('reject', 'conformity', 'business_rule'),
  'geometry.unreadable': facts('reject', 'accuracy', 'format_compliance'),
  'geometry.type': facts('reject', 'conformity', 'data_standard'),
  'geometry.crs': facts('reject', 'conformity', 'data_standard'),
  'geometry.axes': facts('reject', 'accuracy', 'content_correctness'),
  'geometry.range': facts('reject', 'accuracy', 'content_correctness'),
  'geometry.ring': facts('reject', 'accuracy', 'format_compliance'),
  'geometry.self_intersection': facts('reject', 'accuracy', 'content_correctness'),
  'geometry.area': facts('reject', 'conformity', 'business_rule'),
  'geometry.area_differs': facts('warn', 'consistency', 'related_data'),
  'geometry.outside_division': facts('warn', 'consistency', 'related_data'),
  'birth_date.mismatch': facts('reject', 'consistency', 'related_data'),
  'sex.mismatch': facts('reject', 'consistency', 'related_data'),
  'phone.shape': facts('warn', 'accuracy', 'format_compliance'),
  ...setCodes,
  ...extractCodes,
}

export type Code = keyof typeof codes

/** Narrows a text built from parts to a code of the table. */
export function codeOf(text: string): Code {
  if (!(text in codes)) throw new RangeError(`no violation code ${text}`)
  return text as Code
}
