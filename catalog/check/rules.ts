import type { Catalogue } from '../catalogue.ts'
import type { Dataset } from '../dataset.ts'
import type { Rule } from '../rule.ts'
import { datasetFields, type Finding, finding, has } from './finding.ts'

/** Rules name fields of their dataset, datasets and code tables of the catalogue, and patterns that can be read. */
export function checkRules(catalogue: Catalogue): Finding[] {
  return catalogue.datasets.flatMap((dataset) =>
    dataset.rules.flatMap((rule) => badRule(catalogue, dataset, rule)),
  )
}

function badRule(catalogue: Catalogue, dataset: Dataset, rule: Rule): Finding[] {
  const fields = { ...datasetFields(catalogue, dataset), rule: rule.kind }
  const findings = fieldsOf(rule)
    .filter((field) => !has(dataset.fields, field))
    .map((field) => finding('rule_unknown_field', { ...fields, field }))
  if (rule.kind === 'reference') {
    const unknown = rule.datasets.filter((id) => !has(catalogue.datasets, id))
    findings.push(
      ...unknown.map((id) => finding('rule_unknown_dataset', { ...fields, field: rule.field, to: id })),
    )
  }
  if (rule.kind === 'code' && !has(catalogue.codeTables, rule.table)) {
    findings.push(finding('rule_unknown_table', { ...fields, field: rule.field, table: rule.table }))
  }
  if (rule.kind === 'pattern' && !isPattern(rule.pattern)) {
    findings.push(finding('rule_bad_pattern', { ...fields, field: rule.field, pattern: rule.pattern }))
  }
  return findings
}

/** Every field of the dataset that the rule names. Exhaustive: a new kind of rule does not compile until it is placed here. */
function fieldsOf(rule: Rule): string[] {
  switch (rule.kind) {
    case 'required':
    case 'citizenId':
    case 'uscc':
    case 'code':
    case 'date':
    case 'pattern':
    case 'length':
    case 'range':
    case 'reference':
    case 'licenceId':
      return [rule.field]
    case 'subjectId':
      return [rule.field, rule.kindField]
    case 'geometry':
      return rule.division === undefined ? [rule.field] : [rule.field, rule.division]
    case 'birthDateMatchesId':
    case 'sexMatchesId':
      return [rule.field, rule.id]
    case 'dateOrder':
      return [rule.earlier, rule.later]
    case 'unique':
      return rule.fields
    case 'rowCount':
    case 'freshness':
      return []
  }
}

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source !== ''
  } catch {
    return false
  }
}
