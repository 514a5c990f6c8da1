import type { CodeTable } from './data/code_table.ts'
import { codeTables } from './data/code_tables.ts'
import { departments } from './data/departments.ts'
import { type Division, divisions } from './data/divisions.ts'
import { creditElements } from './data/elements_credit.ts'
import { geographyElements } from './data/elements_geography.ts'
import { legalEntityElements } from './data/elements_legal_entity.ts'
import { licenceElements } from './data/elements_licence.ts'
import { personElements } from './data/elements_person.ts'
import { recordElements } from './data/elements_record.ts'
import { foundations } from './data/foundations.ts'
import { geographyRecords } from './data/records_geography.ts'
import { legalEntityRecords } from './data/records_legal_entity.ts'
import type { Dataset } from './dataset.ts'
import { creditDatasets } from './datasets/credit/index.ts'
import { geographyDatasets } from './datasets/geography/index.ts'
import { legalEntityDatasets } from './datasets/legal_entity/index.ts'
import { licenceDatasets } from './datasets/licence/index.ts'
import { personDatasets } from './datasets/person/index.ts'
import type { Department } from './department.ts'
import type { Element } from './element.ts'
import type { Foundation } from './foundation.ts'

/** Everything that exists and who owns it. Plain data: `checkCatalogue` proves that it is consistent. */
export interface Catalogue {
  departments: Department[]
  divisions: Division[]
  codeTables: CodeTable[]
  elements: Element[]
  datasets: Dataset[]
  foundations: Foundation[]
}

/** The catalogue of the region. */
export const catalogue: Catalogue = {
  departments,
  divisions,
  codeTables,
  elements: [
    ...recordElements,
    ...personElements,
    ...legalEntityElements,
    ...legalEntityRecords,
    ...licenceElements,
    ...creditElements,
    ...geographyElements,
    ...geographyRecords,
  ],
  datasets: [
    ...personDatasets,
    ...legalEntityDatasets,
    ...licenceDatasets,
    ...creditDatasets,
    ...geographyDatasets,
  ],
  foundations,
}
