import type { Dataset } from '../../dataset.ts'
import type { ElementType } from '../../element.ts'

const EU = 'http://publications.europa.eu/resource/authority'

/** Update cycles in the EU frequency vocabulary. */
export const frequencies: Record<Dataset['updateCycle'], string> = {
  realtime: `${EU}/frequency/CONT`,
  daily: `${EU}/frequency/DAILY`,
  weekly: `${EU}/frequency/WEEKLY`,
  monthly: `${EU}/frequency/MONTHLY`,
  quarterly: `${EU}/frequency/QUARTERLY`,
  yearly: `${EU}/frequency/ANNUAL`,
}

/** What the public may have of a dataset, in the EU access-right vocabulary. */
export const accessRights: Record<Dataset['opening']['type'], string> = {
  unconditional: `${EU}/access-right/PUBLIC`,
  conditional: `${EU}/access-right/RESTRICTED`,
  closed: `${EU}/access-right/NON_PUBLIC`,
}

export const CHINESE = `${EU}/language/ZHO`

const byFoundation: Record<string, string> = {
  person: 'SOCI',
  legal_entity: 'ECON',
  licence: 'GOVE',
  credit: 'JUST',
  geography: 'REGI',
}
const byDepartment: Record<string, string> = {
  health: 'HEAL',
  education: 'EDUC',
  agriculture: 'AGRI',
  justice: 'JUST',
  courts: 'JUST',
  ecology: 'ENVI',
  forestry: 'ENVI',
  water_resources: 'ENVI',
  meteorology: 'ENVI',
}

/** Themes of a dataset in the EU data-theme vocabulary, by its foundation and its department. */
export function themesOf(dataset: Dataset): string[] {
  const themes = [byFoundation[dataset.foundation], byDepartment[dataset.providingDepartment]]
  return [...new Set(themes.flatMap((theme) => (theme ? [`${EU}/data-theme/${theme}`] : [])))]
}

/** Types of columns; a geometry is well-known binary in hexadecimal digits. */
export const datatypes: Record<ElementType, string> = {
  citizenId: 'xsd:string',
  uscc: 'xsd:string',
  personName: 'xsd:string',
  text: 'xsd:string',
  code: 'xsd:string',
  division: 'xsd:string',
  phone: 'xsd:string',
  subjectId: 'xsd:string',
  licenceId: 'xsd:string',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
  integer: 'xsd:integer',
  decimal: 'xsd:decimal',
  geometry: 'xsd:hexBinary',
}
