import { catalogueLevels, forms, openingTypes, sharingTypes } from '../../dataset.ts'
import { gradings } from '../../element.ts'
import { maskIds } from '../../masks.ts'
import { label } from '../labels.ts'
import type { Iris } from './context.ts'
import { inLanguages, type Node } from './node.ts'

/** A term of the platform's namespace: what DCAT, DCTERMS, ODRL and CSVW have no property for. */
export interface Term {
  name: string
  zh: string
  en: string
}

/** The properties of the namespace `<base>terms#`, as docs/catalogue.md lists them. */
export const properties: Term[] = [
  { name: 'sharingType', zh: '共享类型（第二十一条）', en: 'Sharing type (Article 21)' },
  { name: 'sharingScope', zh: '共享范围', en: 'Who may share it' },
  { name: 'sharingConditions', zh: '共享条件', en: 'Conditions of sharing' },
  {
    name: 'sharingReason',
    zh: '共享类型的理由（第二十一条）',
    en: 'Reason of the sharing type (Article 21)',
  },
  { name: 'sharingLegalBasis', zh: '共享类型的法律法规依据', en: 'Legal basis of the sharing type' },
  { name: 'openingType', zh: '开放属性（第二十七条）', en: 'Opening type (Article 27)' },
  { name: 'openingConditions', zh: '开放条件', en: 'Conditions of opening' },
  { name: 'openingReason', zh: '开放属性的理由', en: 'Reason of the opening type' },
  { name: 'openingLegalBasis', zh: '开放属性的法律法规依据', en: 'Legal basis of the opening type' },
  { name: 'level', zh: '目录层级（第十条）', en: 'Level of the catalogue (Article 10)' },
  { name: 'form', zh: '数据形式', en: 'Form of the data' },
  { name: 'article', zh: '登记册所依据的条款', en: 'Paragraph of the regulation that names the register' },
  { name: 'collector', zh: '采集部门', en: 'Collecting department' },
  {
    name: 'furtherCollector',
    zh: '共同采集的部门（第十三条）',
    en: 'Who collects beside the department (Article 13)',
  },
  { name: 'approver', zh: '核准部门', en: 'Approving department' },
  { name: 'reviewer', zh: '目录审核部门', en: 'Authority that reviews the catalogue entry' },
  { name: 'element', zh: '信息项对应的数据元', en: 'Data element that a column carries' },
  { name: 'role', zh: '信息项的角色：标识、数源或副本', en: 'What a column is: key, source or copy' },
  { name: 'scope', zh: '数源的分工范围', en: 'What a source answers for in a division of labour' },
  { name: 'authority', zh: '数据元的数源：数据集.字段', en: 'Source of a data element: dataset.field' },
  { name: 'fallback', zh: '可备用的副本，按顺序', en: 'Copies that may stand in, in order' },
  { name: 'codeTable', zh: '代码表', en: 'Code table' },
  { name: 'unit', zh: '计量单位', en: 'Unit' },
  { name: 'maxLength', zh: '最大长度', en: 'Greatest length' },
  { name: 'grading', zh: '数据分级', en: 'Grade of the data' },
  { name: 'mask', zh: '脱敏方式', en: 'Way of masking' },
]

const values: Record<string, readonly string[]> = {
  sharing: sharingTypes,
  opening: openingTypes,
  level: catalogueLevels,
  form: forms,
  role: ['key', 'source', 'copy'],
  mask: maskIds,
}

/** The IRI of one of the catalogue's own values: `shuyuan:sharing-conditional`. */
export function valueIri(kind: string, value: string): string {
  return `shuyuan:${kind}-${value}`
}

/** The namespace described in itself: every property and every value with its wording in both languages. */
export function termNodes(iris: Iris): Node[] {
  const scheme = `${iris.base}terms`
  return [
    {
      '@id': scheme,
      '@type': 'skos:ConceptScheme',
      'dct:title': { zh: '数源目录术语', en: 'Shuyuan catalogue terms' },
    },
    ...properties.map(({ name, zh, en }) => ({
      '@id': `shuyuan:${name}`,
      '@type': 'rdf:Property',
      'rdfs:label': { zh, en },
    })),
    ...Object.entries(values).flatMap(([kind, all]) =>
      all.map((value) => ({
        '@id': valueIri(kind, value),
        '@type': 'skos:Concept',
        'skos:prefLabel': inLanguages((locale) => label(locale, kind, value)),
        'skos:inScheme': scheme,
      })),
    ),
    ...gradings.map((grading) => ({
      '@id': valueIri('grading', grading),
      '@type': 'skos:Concept',
      'skos:prefLabel': { zh: grading, en: grading },
      'skos:inScheme': scheme,
    })),
    {
      '@id': 'shuyuan:publicBodies',
      '@type': 'odrl:PartyCollection',
      'rdfs:label': { zh: '公共管理和服务机构', en: 'Public management and service bodies' },
    },
  ]
}
