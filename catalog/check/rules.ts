import type { Catalogue } from '../catalogue.ts'
import type { Dataset } from '../dataset.ts'
import type { ElementType } from '../element.ts'
import { type Rule, ruleKindOf } from '../rule.ts'
import { datasetFields, type Finding, finding, has } from './finding.ts'

/** Rules name fields of their dataset that they can read, datasets and code tables of the catalogue, and patterns that can be read. */
export function checkRules(catalogue: Catalogue): Finding[] {
  return catalogue.datasets.flatMap((dataset) =>
    dataset.rules.flatMap((rule) => badRule(catalogue, dataset, rule)),
  )
}

function badRule(catalogue: Catalogue, dataset: Dataset, rule: Rule): Finding[] {
  const kind = ruleKindOf(rule)
  const fields = { ...datasetFields(catalogue, dataset), rule: rule.kind }
  const unknown = kind
    .fieldsOf(rule)
    .filter((field) => !has(dataset.fields, field))
    .map((field) => finding('rule_unknown_field', { ...fields, field }))
  return [
    ...unknown,
    ...badReferences(catalogue, rule, fields),
    ...otherFaults(catalogue, dataset, rule, fields),
    ...badTypes(catalogue, dataset, rule, fields),
  ]
}

/** Registers that are not in the catalogue, and fields that they do not have. */
function badReferences(catalogue: Catalogue, rule: Rule, fields: Record<string, string>): Finding[] {
  const kind = ruleKindOf(rule)
  return kind.registersOf(rule).flatMap((id) => {
    const field = 'field' in rule ? rule.field : ''
    const other = catalogue.datasets.find((each) => each.id === id)
    if (!other) return [finding('rule_unknown_dataset', { ...fields, field, to: id })]
    return kind
      .fieldsThereOf(rule)
      .filter((each) => !has(other.fields, each))
      .map((each) => finding('rule_unknown_field_there', { ...fields, to: id, field: each }))
  })
}

function otherFaults(
  catalogue: Catalogue,
  dataset: Dataset,
  rule: Rule,
  fields: Record<string, string>,
): Finding[] {
  const { codeTables } = catalogue
  const about = { codeTables, typeOf: (field: string) => typeOf(catalogue, dataset, field) }
  return ruleKindOf(rule)
    .faultsOf(rule, about)
    .map((fault) => finding(fault.what, { ...fields, ...fault.fields }))
}

/** Fields whose type the rule cannot read. */
function badTypes(
  catalogue: Catalogue,
  dataset: Dataset,
  rule: Rule,
  fields: Record<string, string>,
): Finding[] {
  return ruleKindOf(rule)
    .typesOf(rule)
    .flatMap(([field, types]) => {
      const found = typeOf(catalogue, dataset, field)
      return found && !types.includes(found)
        ? [finding('rule_field_type', { ...fields, field, type: found, types: types.join(', ') })]
        : []
    })
}

function typeOf(catalogue: Catalogue, dataset: Dataset, field: string): ElementType | undefined {
  const element = dataset.fields.find((each) => each.id === field)?.element
  return catalogue.elements.find((each) => each.id === element)?.type
}
