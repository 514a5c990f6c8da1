import type { Catalogue } from '../../catalogue.ts'
import type { Dataset } from '../../dataset.ts'
import type { Name } from '../../names.ts'
import { REGION_CODE } from '../../resource_code.ts'
import { AUTHORITY, type CatalogueEntry } from '../entries.ts'
import { keywordsOf } from '../lists.ts'
import { accessRights, CHINESE, frequencies, themesOf } from './codes.ts'
import type { Iris } from './context.ts'
import { type Node, present, type Texts, textsOf } from './node.ts'
import { valueIri } from './terms.ts'

/** An entry as dcat:Dataset. Its columns, policy and series are nodes of their own, shared by all divisions. */
export function datasetNode(catalogue: Catalogue, iris: Iris, entry: CatalogueEntry, day: string): Node {
  const { dataset, division, code } = entry
  const isRegions = division.code === REGION_CODE
  const agent = (id: string) => iris.department(id, division.code)
  return present({
    '@id': iris.dataset(code),
    '@type': 'dcat:Dataset',
    'dct:identifier': code,
    'dct:title': titleOf(entry),
    'dct:description': textsOf(dataset.abstract),
    'dct:publisher': agent(dataset.providingDepartment),
    'shuyuan:collector': agent(dataset.collectingDepartment),
    'shuyuan:furtherCollector': texts(dataset.furtherCollectors),
    'shuyuan:approver': agent(dataset.approvingDepartment),
    'shuyuan:reviewer': iris.department(AUTHORITY, division.parent ?? division.code),
    'dcat:keyword': texts(keywordsOf(catalogue, dataset)),
    'dcat:contactPoint': isRegions ? contactOf(entry) : undefined,
    'dct:issued': day,
    'dct:language': CHINESE,
    'dct:spatial': iris.division(division.code),
    'dct:accrualPeriodicity': frequencies[dataset.updateCycle],
    'dct:accessRights': accessRights[dataset.opening.type],
    'dcat:theme': [iris.foundation(dataset.foundation), ...themesOf(dataset)],
    'dct:conformsTo': iris.schema(dataset.id),
    'dcat:inSeries': dataset.levels.length > 1 ? iris.series(dataset.id) : undefined,
    'odrl:hasPolicy': iris.policy(dataset.id),
    'dct:relation': isRegions ? entry.related.map((each) => iris.dataset(each)) : undefined,
    ...articleTen(dataset, entry),
    'dcat:distribution': isRegions ? distributions(iris, entry) : undefined,
  })
}

/** Whom to ask: the providing department's office, or the department itself. */
function contactOf({ contact, provider }: CatalogueEntry): Node {
  return present({
    '@type': 'vcard:Organization',
    'vcard:fn': textsOf(contact?.office ?? provider),
    'vcard:hasTelephone': contact?.telephone && { '@id': `tel:${contact.telephone.replace(/[^\d+]/g, '')}` },
    'vcard:hasEmail': contact?.email && { '@id': `mailto:${contact.email}` },
  })
}

/** Several texts, by language. */
function texts(names: Name[]): Record<string, string[]> | undefined {
  if (names.length === 0) return undefined
  return { zh: names.map((each) => each['zh-CN']), en: names.map((each) => each.en) }
}

function titleOf({ dataset, division }: CatalogueEntry): Texts {
  const { zh, en } = textsOf(dataset.name)
  if (division.code === REGION_CODE) return { zh, en }
  return { zh: `${division.name}${zh}`, en: `${en}, ${division.name}` }
}

/** What Articles 10, 21 and 27 ask for and DCAT has no property for. The texts are the register's: see its policy. */
function articleTen(dataset: Dataset, entry: CatalogueEntry): Node {
  return {
    'shuyuan:level': valueIri('level', entry.level),
    'shuyuan:form': valueIri('form', dataset.form),
    'shuyuan:article': dataset.article,
    'shuyuan:grading': valueIri('grading', entry.grading),
    'shuyuan:sharingType': valueIri('sharing', dataset.sharing.type),
    'shuyuan:openingType': valueIri('opening', dataset.opening.type),
  }
}

const formats = [
  { name: 'Parquet', mediaType: 'application/vnd.apache.parquet' },
  { name: 'CSV', mediaType: 'text/csv' },
]

/** The formats in which the platform shares a register; what is withheld has none. */
function distributions(iris: Iris, { dataset, code }: CatalogueEntry): Node[] {
  if (dataset.sharing.type === 'withheld') return []
  return formats.map(({ name, mediaType }) => ({
    '@id': `${iris.dataset(code)}#${name.toLowerCase()}`,
    '@type': 'dcat:Distribution',
    'dct:title': { zh: `${dataset.name['zh-CN']}（${name}）`, en: `${dataset.name.en} (${name})` },
    'dcat:accessURL': `${iris.base}share/${code}`,
    'dcat:mediaType': `https://www.iana.org/assignments/media-types/${mediaType}`,
    'dct:accessRights': accessRights[dataset.opening.type],
    'odrl:hasPolicy': iris.policy(dataset.id),
    'csvw:tableSchema': iris.schema(dataset.id),
  }))
}
