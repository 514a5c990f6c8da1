export { articleWords } from './article.ts'
export { dcatCatalogue, type JsonLd } from './dcat/catalogue.ts'
export { DEFAULT_BASE } from './dcat/context.ts'
export {
  type DividedElement,
  type DutyField,
  type DutyList,
  type DutyRegister,
  dutyList,
  dutyLists,
  type ObtainedElement,
} from './duty.ts'
export { dutyData } from './duty_data.ts'
export { dividedRows, obtainedRows, registerRows } from './duty_rows.ts'
export { type CatalogueEntry, catalogueEntries, divisionsAt, entriesAt } from './entries.ts'
export { entryRows, itemRows } from './entry_rows.ts'
export { label } from './labels.ts'
export { departmentName, foundationOfElement, gradingOf, type Row, relatedTo } from './lists.ts'
export { departmentAt } from './local_department.ts'
export { type ElementMatrix, elementMatrix, type MatrixCell, type MatrixElement } from './matrix.ts'
export { departmentsOf, rolesOf } from './matrix_roles.ts'
export { type Provider, providersOf } from './providers.ts'
export { type Publication, publishCatalogue } from './publish.ts'
export { type Scope, scopeOf, scopeWords } from './scope.ts'
