/**
 * What a deployment is written with: `import { defineJobs, defineDataset, innerMongolia } from 'shuyuan'`.
 *
 * The kinds of rules are loaded first, so that the rules of a register are checked where it is defined.
 */
import '../quality/rules/kinds/index.ts'

export { type Catalogue, catalogue as innerMongolia } from '../catalog/catalogue.ts'
export { type CodeTable, codes, codeTable } from '../catalog/data/code_table.ts'
export { type Dataset, type DatasetInput, defineDataset, type Field } from '../catalog/dataset.ts'
export { type Department, defineDepartment } from '../catalog/department.ts'
export { defineElement, type Element } from '../catalog/element.ts'
export { type CatalogueChanges, extendCatalogue } from '../catalog/extend.ts'
export { defineFoundation, type Foundation } from '../catalog/foundation.ts'
export type { Rule, RuleInput } from '../catalog/rule.ts'
export { defineJobs, type JobsConfig } from '../pipelines/config.ts'
export { fromEnvironment } from './from_environment.ts'
