/** Names of the things that the catalogue describes, below one base IRI that a deployment chooses. */
export interface Iris {
  /** The base IRI, with its final slash. */
  base: string
  /** The namespace of the platform's own terms. */
  terms: string
  catalogue(division: string): string
  dataset(code: string): string
  series(dataset: string): string
  schema(dataset: string): string
  policy(dataset: string): string
  element(id: string): string
  codeTable(id: string): string
  foundation(id: string): string
  department(id: string, division: string): string
  division(code: string): string
  standard(name: string): string
}

/** `.example` is reserved for examples (RFC 2606): a deployment that publishes gives an address of its own. */
export const DEFAULT_BASE = 'https://shuyuan.example/'

export function irisBelow(base: string): Iris {
  const below = (kind: string) => (id: string) => `${base}${kind}/${id}`
  return {
    base,
    terms: `${base}terms#`,
    catalogue: below('catalogue'),
    dataset: below('dataset'),
    series: below('series'),
    schema: below('schema'),
    policy: below('policy'),
    element: below('element'),
    codeTable: below('code-table'),
    foundation: below('foundation'),
    department: (id, division) => `${base}department/${division}/${id}`,
    division: below('division'),
    standard: (name) => `${base}standard/${encodeURIComponent(name)}`,
  }
}

const inLanguages = [
  'dct:title',
  'dct:description',
  'dcat:keyword',
  'vcard:fn',
  'foaf:name',
  'skos:prefLabel',
  'rdfs:label',
  'rdfs:comment',
]
const ownTexts = [
  'scope',
  'sharingScope',
  'sharingConditions',
  'sharingReason',
  'sharingLegalBasis',
  'openingConditions',
  'openingReason',
  'openingLegalBasis',
  'furtherCollector',
]

const references = [
  ...['dcat:dataset', 'dcat:catalog', 'dcat:inSeries', 'dcat:theme', 'dcat:themeTaxonomy', 'dcat:mediaType'],
  ...['dcat:accessURL', 'dcat:landingPage', 'dct:publisher', 'dct:accrualPeriodicity', 'dct:spatial'],
  ...['dct:accessRights', 'dct:conformsTo', 'dct:language', 'dct:relation', 'dct:isPartOf', 'foaf:page'],
  ...['odrl:hasPolicy', 'odrl:action', 'odrl:assignee', 'csvw:tableSchema', 'csvw:datatype', 'skos:inScheme'],
  ...['skos:broader'],
]
const ownReferences = [
  ...['collector', 'approver', 'reviewer', 'sharingType', 'openingType', 'level', 'form', 'element', 'role'],
  ...['mask', 'grading', 'codeTable'],
]
const dates = ['dct:issued', 'dct:modified']

/** The JSON-LD context: prefixes, and which properties hold references, dates and texts by language. */
export function contextOf(iris: Iris): Record<string, unknown> {
  const own = (names: string[]) => names.map((name) => `shuyuan:${name}`)
  const each = (names: string[], definition: object) =>
    Object.fromEntries(names.map((name) => [name, { '@id': name, ...definition }]))
  return {
    dcat: 'http://www.w3.org/ns/dcat#',
    dct: 'http://purl.org/dc/terms/',
    foaf: 'http://xmlns.com/foaf/0.1/',
    skos: 'http://www.w3.org/2004/02/skos/core#',
    odrl: 'http://www.w3.org/ns/odrl/2/',
    csvw: 'http://www.w3.org/ns/csvw#',
    vcard: 'http://www.w3.org/2006/vcard/ns#',
    rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
    rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
    xsd: 'http://www.w3.org/2001/XMLSchema#',
    shuyuan: iris.terms,
    ...each([...inLanguages, ...own(ownTexts)], { '@container': '@language' }),
    ...each([...references, ...own(ownReferences)], { '@type': '@id' }),
    ...each(dates, { '@type': 'xsd:date' }),
    'csvw:column': { '@id': 'csvw:column', '@container': '@list' },
  }
}
