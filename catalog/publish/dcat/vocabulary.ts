import type { Catalogue } from '../../catalogue.ts'
import { isAboutRecord } from '../../check/record.ts'
import type { Element } from '../../element.ts'
import { sourcesOf } from '../../element.ts'
import { AUTHORITY, type CatalogueEntry } from '../entries.ts'
import { departmentAt } from '../local_department.ts'
import { datatypes } from './codes.ts'
import type { Iris } from './context.ts'
import { type Node, present, textsOf } from './node.ts'
import { valueIri } from './terms.ts'

/** The standard of the division codes. */
const DIVISIONS = 'GB/T 2260'

/** Foundations as themes, data elements, code tables and standards. */
export function vocabularyNodes(catalogue: Catalogue, iris: Iris): Node[] {
  const taxonomy = `${iris.base}foundations`
  const tables = catalogue.codeTables.map((table) => ({
    '@id': iris.codeTable(table.id),
    '@type': 'skos:ConceptScheme',
    'dct:title': textsOf(table.name),
    'dct:conformsTo': iris.standard(table.standard),
  }))
  return [
    {
      '@id': taxonomy,
      '@type': 'skos:ConceptScheme',
      'dct:title': { zh: '基础数据库（第十八条）', en: 'Foundational databases (Article 18)' },
    },
    ...catalogue.foundations.map(({ id, name }) => ({
      '@id': iris.foundation(id),
      '@type': 'skos:Concept',
      'skos:prefLabel': textsOf(name),
      'skos:inScheme': taxonomy,
    })),
    ...catalogue.elements.map((element) => elementNode(iris, element)),
    ...tables,
    ...standardsOf(catalogue).map((standard) => ({
      '@id': iris.standard(standard),
      '@type': 'dct:Standard',
      'dct:identifier': standard,
      'dct:title': { zh: standard, en: standard },
    })),
  ]
}

function elementNode(iris: Iris, element: Element): Node {
  return present({
    '@id': iris.element(element.id),
    '@type': 'skos:Concept',
    'skos:notation': element.id,
    'skos:prefLabel': textsOf(element.name),
    'csvw:datatype': datatypes[element.type],
    'dct:conformsTo': element.standard && iris.standard(element.standard),
    'shuyuan:codeTable': element.codeTable && iris.codeTable(element.codeTable),
    'shuyuan:unit': element.unit,
    'shuyuan:maxLength': element.maxLength,
    'shuyuan:grading': valueIri('grading', element.grading),
    'shuyuan:mask': valueIri('mask', element.mask),
    'shuyuan:authority': isAboutRecord(element.id) ? undefined : sourcesOf(element).map((each) => each.field),
    'shuyuan:fallback': element.fallbacks.length > 0 ? { '@list': element.fallbacks } : undefined,
  })
}

function standardsOf(catalogue: Catalogue): string[] {
  const all = [
    DIVISIONS,
    ...catalogue.elements.flatMap((element) => element.standard ?? []),
    ...catalogue.codeTables.map((table) => table.standard),
  ]
  return [...new Set(all)]
}

/** The departments and divisions that the entries name, at their levels. */
export function partyNodes(catalogue: Catalogue, iris: Iris, entries: CatalogueEntry[]): Node[] {
  const divisions = catalogue.divisions.filter((division) => !division.successor)
  const agents = divisions.flatMap((division) => {
    const ids = new Set([AUTHORITY])
    for (const { dataset } of entries.filter((entry) => entry.division.code === division.code)) {
      for (const id of [
        dataset.providingDepartment,
        dataset.collectingDepartment,
        dataset.approvingDepartment,
      ]) {
        ids.add(id)
      }
    }
    return catalogue.departments
      .filter((department) => ids.has(department.id))
      .map((department) => ({
        '@id': iris.department(department.id, division.code),
        '@type': 'foaf:Organization',
        'foaf:name': textsOf(departmentAt(department, division)),
        'dct:spatial': iris.division(division.code),
      }))
  })
  return [
    ...agents,
    ...divisions.map((division) =>
      present({
        '@id': iris.division(division.code),
        '@type': 'dct:Location',
        'dct:identifier': division.code,
        'skos:prefLabel': { zh: division.name },
        'dct:isPartOf': division.parent && iris.division(division.parent),
        'dct:conformsTo': iris.standard(DIVISIONS),
      }),
    ),
  ]
}
