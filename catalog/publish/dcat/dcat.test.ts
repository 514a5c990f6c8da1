import { describe, expect, it } from 'vitest'
import { catalogue } from '../../catalogue.ts'
import type { Dataset } from '../../dataset.ts'
import { dcatCatalogue } from './catalogue.ts'
import type { Node } from './node.ts'
import { properties } from './terms.ts'

const BASE = 'https://data.example/'
const datasets = catalogue.datasets.map((dataset, at): Dataset => {
  return { ...dataset, levels: at === 0 ? ['region', 'city', 'county'] : ['region'] }
})
const document = dcatCatalogue({ ...catalogue, datasets }, '2026-09-01', BASE)
const context = document['@context']
const graph = document['@graph']
const byType = (type: string) => graph.filter((node) => [node['@type']].flat().includes(type))
const node = (id: string) => graph.find((each) => each['@id'] === BASE + id)

/** The absolute IRI that a term or compact IRI stands for under the context, as JSON-LD 1.1 expands it. */
function expand(name: string): string {
  if (name.startsWith('@') || /^[a-z]+:\/\//.test(name)) return name
  const definition = context[name]
  if (typeof definition === 'object' && definition !== null)
    return expandPrefix(String((definition as Node)['@id']))
  return expandPrefix(name)
}

function expandPrefix(name: string): string {
  const [prefix = '', ...rest] = name.split(':')
  const namespace = context[prefix]
  if (typeof namespace !== 'string' || rest.length === 0) throw new Error(`no prefix for ${name}`)
  return namespace + rest.join(':')
}

/** Every property of the document with its value, at any depth. */
function pairs(value: unknown): [key: string, value: unknown][] {
  if (Array.isArray(value)) return value.flatMap(pairs)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, item]) => [
    [key, item] as [string, unknown],
    ...below(key, item),
  ])
}

function below(key: string, item: unknown): [string, unknown][] {
  return definitionOf(key)['@container'] === '@language' ? [] : pairs(item)
}

function definitionOf(key: string): Node {
  const definition = context[key]
  return typeof definition === 'object' && definition !== null ? (definition as Node) : {}
}

describe('the JSON-LD document', () => {
  it('expands: every property and type is of a declared namespace', () => {
    for (const [key] of pairs(graph)) expect(expand(key)).toMatch(/^@|^https?:\/\//)
    for (const type of pairs(graph).flatMap(([key, value]) => (key === '@type' ? [value].flat() : [])))
      expect(expand(String(type))).toMatch(/^http/)
  })

  it('gives texts by language where the context says so, and references as absolute or declared IRIs', () => {
    for (const [key, value] of pairs(graph)) {
      const { '@container': container, '@type': type } = definitionOf(key)
      if (container === '@language') {
        for (const text of Object.values(value as Node).flat()) expect(typeof text, key).toBe('string')
        expect(
          Object.keys(value as Node).every((tag) => ['zh', 'en'].includes(tag)),
          key,
        ).toBe(true)
      } else if (type === '@id') {
        for (const iri of [value].flat()) expect(expand(String(iri)), key).toMatch(/^https?:\/\/\S+$/)
      } else if (type === 'xsd:date') expect(value).toMatch(/^\d{4}-\d\d-\d\d$/)
      else expect(['string', 'number', 'boolean', 'object'], key).toContain(typeof value)
    }
  })

  it('describes every thing of its own that it refers to, once', () => {
    const ids = graph.map((each) => expand(String(each['@id'])))
    expect(new Set(ids).size).toBe(ids.length)
    const known = new Set([
      ...ids,
      ...pairs(graph).flatMap(([key, value]) => (key === '@id' ? [String(value)] : [])),
    ])
    const missing = pairs(graph)
      .filter(([key]) => definitionOf(key)['@type'] === '@id')
      .flatMap(([, value]) => [value].flat().map((iri) => expand(String(iri))))
      .filter((iri) => iri.startsWith(BASE) && !iri.startsWith(`${BASE}share/`) && !known.has(iri))
    expect([...new Set(missing)]).toEqual([])
  })

  it('uses no term of its own that the namespace does not describe', () => {
    const used = pairs(graph).flatMap(([key]) => (key.startsWith('shuyuan:') ? [key.slice(8)] : []))
    expect(properties.map((each) => each.name)).toEqual(expect.arrayContaining([...new Set(used)]))
  })

  it('has plain JSON: nothing is lost in writing', () => {
    expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  })
})

describe('the catalogues', () => {
  it('are of three levels, each within the one above', () => {
    expect(byType('dcat:Catalog')).toHaveLength(1 + 12 + 103)
    expect(node('catalogue/150000')?.['dcat:catalog']).toHaveLength(12)
    expect(node('catalogue/150400')?.['dcat:catalog']).toHaveLength(12)
    expect(node('catalogue/150000')?.['dcat:dataset']).toHaveLength(datasets.length)
  })

  it('hold datasets with all that DCAT and Article 10 ask for', () => {
    const required = [
      ...[
        'dct:title',
        'dct:description',
        'dct:identifier',
        'dct:publisher',
        'dct:spatial',
        'dct:accessRights',
      ],
      ...['dct:accrualPeriodicity', 'dcat:theme', 'dct:conformsTo', 'odrl:hasPolicy', 'dct:issued'],
      ...['shuyuan:collector', 'shuyuan:approver', 'shuyuan:sharingType', 'shuyuan:openingType'],
    ]
    for (const dataset of byType('dcat:Dataset'))
      expect(Object.keys(dataset)).toEqual(expect.arrayContaining(required))
    expect(node('dataset/150400/public_security/household_registration')).toMatchObject({
      'dct:title': { zh: '赤峰市户籍登记信息', en: 'Household registration, 赤峰市' },
      'dct:publisher': `${BASE}department/150400/public_security`,
      'dct:accrualPeriodicity': 'http://publications.europa.eu/resource/authority/frequency/DAILY',
      'shuyuan:sharingType': 'shuyuan:sharing-conditional',
      'dcat:inSeries': `${BASE}series/household_registration`,
    })
  })

  it('say how each register is shared, and with which columns', () => {
    expect(node('policy/household_registration')).toMatchObject({
      'odrl:permission': [{ 'odrl:duty': [{ 'odrl:action': 'odrl:obtainConsent' }] }],
    })
    expect(node('schema/household_registration')?.['csvw:column']).toHaveLength(
      datasets[0]?.fields.length ?? 0,
    )
    expect(node('dataset/150000/public_security/household_registration')?.['dcat:distribution']).toHaveLength(
      2,
    )
  })
})
