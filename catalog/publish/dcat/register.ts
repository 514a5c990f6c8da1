import type { Catalogue } from '../../catalogue.ts'
import type { Dataset, Field } from '../../dataset.ts'
import { sourcesOf } from '../../element.ts'
import { elementOf } from '../../lookup.ts'
import { scopeWords, sourceScope } from '../scope.ts'
import { datatypes } from './codes.ts'
import type { Iris } from './context.ts'
import { inLanguages, type Node, present, textsOf } from './node.ts'
import { valueIri } from './terms.ts'

/** What all divisions' entries of one register have in common: its columns, its policy, its series. */
export function registerNodes(catalogue: Catalogue, iris: Iris, dataset: Dataset): Node[] {
  return [
    schemaNode(catalogue, iris, dataset),
    policyNode(iris, dataset),
    ...(dataset.levels.length > 1 ? [seriesNode(iris, dataset)] : []),
  ]
}

function schemaNode(catalogue: Catalogue, iris: Iris, dataset: Dataset): Node {
  return {
    '@id': iris.schema(dataset.id),
    '@type': ['csvw:Schema', 'dct:Standard'],
    'dct:title': textsOf(dataset.name),
    'csvw:column': dataset.fields.map((field) => columnNode(catalogue, iris, dataset, field)),
    'csvw:primaryKey': [dataset.key, ...dataset.recordKey],
  }
}

function columnNode(catalogue: Catalogue, iris: Iris, dataset: Dataset, field: Field): Node {
  const element = elementOf(catalogue, field.element)
  const source = sourcesOf(element).find((each) => each.field === `${dataset.id}.${field.id}`)
  const scope = source && sourceScope(catalogue, dataset, source)
  return present({
    '@type': 'csvw:Column',
    'csvw:name': field.id,
    'csvw:title': [field.header, ...field.aliases],
    'csvw:required': field.required,
    'csvw:datatype': datatypes[element.type],
    'shuyuan:element': iris.element(element.id),
    'shuyuan:role': valueIri('role', field.role),
    'shuyuan:scope': scope && inLanguages((locale) => scopeWords(scope, locale)),
  })
}

/**
 * How the register is shared, as an ODRL policy, with the scope, conditions and legal bases of Articles 10, 21 and 27. A rule has no target of its own: whatever names the policy by
 * odrl:hasPolicy is its target. Conditional sharing needs the providing department's consent (Article 23).
 */
function policyNode(iris: Iris, { id, sharing, opening }: Dataset): Node {
  const rule = { 'odrl:action': 'odrl:use', 'odrl:assignee': 'shuyuan:publicBodies' }
  const policy = present({
    '@id': iris.policy(id),
    '@type': 'odrl:Set',
    'shuyuan:sharingScope': textsOf(sharing.scope),
    'shuyuan:sharingConditions': sharing.conditions && textsOf(sharing.conditions),
    'shuyuan:sharingReason': sharing.reason && textsOf(sharing.reason),
    'shuyuan:sharingLegalBasis': sharing.legalBasis && textsOf(sharing.legalBasis),
    'shuyuan:openingConditions': opening.conditions && textsOf(opening.conditions),
    'shuyuan:openingReason': opening.reason && textsOf(opening.reason),
    'shuyuan:openingLegalBasis': opening.legalBasis && textsOf(opening.legalBasis),
  })
  if (sharing.type === 'withheld')
    return { ...policy, 'odrl:prohibition': [{ ...rule, '@type': 'odrl:Prohibition' }] }
  const consent = present({
    '@type': 'odrl:Duty',
    'odrl:action': 'odrl:obtainConsent',
    'dct:description': sharing.conditions && textsOf(sharing.conditions),
  })
  const permission = { ...rule, '@type': 'odrl:Permission' }
  return {
    ...policy,
    'odrl:permission': [
      sharing.type === 'conditional' ? { ...permission, 'odrl:duty': [consent] } : permission,
    ],
  }
}

function seriesNode(iris: Iris, dataset: Dataset): Node {
  return {
    '@id': iris.series(dataset.id),
    '@type': 'dcat:DatasetSeries',
    'dct:title': textsOf(dataset.name),
    'dct:description': textsOf(dataset.abstract),
  }
}
