import type { Catalogue } from '../catalogue.ts'
import type { Division } from '../data/divisions.ts'
import { type CatalogueLevel, catalogueLevels, type Dataset } from '../dataset.ts'
import type { Department } from '../department.ts'
import { departmentName } from '../lookup.ts'
import type { Name } from '../names.ts'
import { REGION_CODE, resourceCode } from '../resource_code.ts'
import { gradingOf, relatedTo } from './lists.ts'
import { departmentAt } from './local_department.ts'

/** One register at one division: an entry of the region's, a city's or a county's catalogue (Article 10). */
export interface CatalogueEntry {
  code: string
  level: CatalogueLevel
  division: Division
  dataset: Dataset
  provider: Name
  collector: Name
  /** 核准部门: the department that confirms the content, at the entry's own level. */
  approver: Name
  /** The public-data authority to which this level's catalogue is submitted for review; the region's own is reviewed by itself. */
  reviewer: Name
  /** Whom to ask at the providing department, where it says so. */
  contact: Department['contact']
  grading: string
  /** Codes of related entries: of the same division where it has them, else of the region. */
  related: string[]
}

/** The department that is the public-data authority of the region (Article 7). */
export const AUTHORITY = 'government_services'

/** Entries of the three levels: the region's, then each league's or city's, then each banner's or county's. */
export function catalogueEntries(
  catalogue: Catalogue,
  levels: readonly CatalogueLevel[] = catalogueLevels,
): CatalogueEntry[] {
  return catalogueLevels
    .filter((level) => levels.includes(level))
    .flatMap((level) => divisionsAt(catalogue, level).flatMap((division) => entriesAt(catalogue, division)))
}

/** The entries of one division's own catalogue. */
function entriesAt(catalogue: Catalogue, division: Division): CatalogueEntry[] {
  const datasets = catalogue.datasets.filter((dataset) => dataset.levels.includes(division.level))
  return datasets.map((dataset) => entryOf(catalogue, dataset, division))
}

/** Divisions in force today of one level, in the order of their codes' list. */
function divisionsAt(catalogue: Catalogue, level: CatalogueLevel): Division[] {
  return catalogue.divisions.filter((division) => division.level === level && !division.successor)
}

function entryOf(catalogue: Catalogue, dataset: Dataset, division: Division): CatalogueEntry {
  const name = (id: string) => nameAt(catalogue, id, division)
  return {
    code: resourceCode(dataset, division.code),
    level: division.level,
    division,
    dataset,
    provider: name(dataset.providingDepartment),
    collector: name(dataset.collectingDepartment),
    approver: name(dataset.approvingDepartment),
    reviewer: reviewerOf(catalogue, division),
    contact: catalogue.departments.find(({ id }) => id === dataset.providingDepartment)?.contact,
    grading: gradingOf(catalogue, dataset),
    related: relatedTo(catalogue, dataset).map((each) =>
      resourceCode(each, each.levels.includes(division.level) ? division.code : REGION_CODE),
    ),
  }
}

function nameAt(catalogue: Catalogue, id: string, division: Division): Name {
  return departmentAt({ id, name: departmentName(catalogue, id) }, division)
}

/** Article 10, second paragraph: the public-data authority of the level above. */
function reviewerOf(catalogue: Catalogue, division: Division): Name {
  const above = catalogue.divisions.find((each) => each.code === (division.parent ?? division.code))
  return nameAt(catalogue, AUTHORITY, above ?? division)
}
