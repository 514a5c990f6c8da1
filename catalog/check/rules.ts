import type { Catalogue } from '../catalogue.ts'
import type { Dataset } from '../dataset.ts'
import type { Rule } from '../rule.ts'
import { fieldsOfSetRule, isSetRule, registersOf } from '../set_rule.ts'
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
  findings.push(...badReferences(catalogue, rule, fields))
  if (rule.kind === 'code' && !has(catalogue.codeTables, rule.table)) {
    findings.push(finding('rule_unknown_table', { ...fields, field: rule.field, table: rule.table }))
  }
  if (rule.kind === 'pattern' && !isPattern(rule.pattern)) {
    findings.push(finding('rule_bad_pattern', { ...fields, field: rule.field, pattern: rule.pattern }))
  }
  return findings
}

/** Registers that are not in the catalogue, and fields that they do not have. */
function badReferences(catalogue: Catalogue, rule: Rule, fields: Record<string, string>): Finding[] {
  return registersOf(rule).flatMap((id) => {
    const field = 'field' in rule ? rule.field : ''
    const other = catalogue.datasets.find((each) => each.id === id)
    if (!other) return [finding('rule_unknown_dataset', { ...fields, field, to: id })]
    return fieldsThere(rule)
      .filter((each) => !has(other.fields, each))
      .map((each) => finding('rule_unknown_field_there', { ...fields, to: id, field: each }))
  })
}

/** The fields of the other registers that the rule names. */
function fieldsThere(rule: Rule): string[] {
  if (rule.kind === 'reference')
    return [...(rule.by ? [rule.by] : []), ...(rule.inForce ?? []).map(({ field }) => field)]
  if (rule.kind !== 'notAfter' && rule.kind !== 'notBefore') return []
  return [rule.date, ...(rule.by ? [rule.by] : []), ...(rule.whenThere ?? []).map(({ field }) => field)]
}

/** Every field of the dataset that the rule names. Exhaustive: a new kind of rule does not compile until it is placed here. */
function fieldsOf(rule: Rule): string[] {
  if (isSetRule(rule)) return fieldsOfSetRule(rule)
  switch (rule.kind) {
    case 'required':
    case 'citizenId':
    case 'uscc':
    case 'code':
    case 'date':
    case 'pattern':
    case 'length':
    case 'range':
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
    case 'rowCount':
    case 'freshness':
    case 'volume':
    case 'drift':
    case 'schema':
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
