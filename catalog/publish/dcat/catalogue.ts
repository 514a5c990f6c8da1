import type { Catalogue } from '../../catalogue.ts'
import type { Division } from '../../data/divisions.ts'
import { REGION_CODE } from '../../resource_code.ts'
import { AUTHORITY, type CatalogueEntry, catalogueEntries } from '../entries.ts'
import { CHINESE } from './codes.ts'
import { contextOf, DEFAULT_BASE, type Iris, irisBelow } from './context.ts'
import { datasetNode } from './dataset.ts'
import { type Node, present, type Texts } from './node.ts'
import { registerNodes } from './register.ts'
import { termNodes } from './terms.ts'
import { partyNodes, vocabularyNodes } from './vocabulary.ts'

/** A JSON-LD document: its context and its nodes, the region's catalogue first. */
export interface JsonLd {
  '@context': Record<string, unknown>
  '@graph': Node[]
}

/**
 * The catalogue in DCAT 3: the region's catalogue holds those of the leagues and cities, and each of these those of
 * its banners and counties, as far as registers are collected there. `day` (ISO) is the day of publication.
 */
export function dcatCatalogue(catalogue: Catalogue, day: string, base: string = DEFAULT_BASE): JsonLd {
  const iris = irisBelow(base.endsWith('/') ? base : `${base}/`)
  const entries = catalogueEntries(catalogue)
  return {
    '@context': contextOf(iris),
    '@graph': [
      ...catalogueNodes(catalogue, iris, entries, day),
      ...entries.map((entry) => datasetNode(catalogue, iris, entry, day)),
      ...catalogue.datasets.flatMap((dataset) => registerNodes(catalogue, iris, dataset)),
      ...vocabularyNodes(catalogue, iris),
      ...partyNodes(catalogue, iris, entries),
      ...termNodes(iris),
    ],
  }
}

function catalogueNodes(catalogue: Catalogue, iris: Iris, entries: CatalogueEntry[], day: string): Node[] {
  const held = new Map<string, string[]>()
  for (const { division, code } of entries) {
    held.set(division.code, [...(held.get(division.code) ?? []), iris.dataset(code)])
  }
  const divisions = catalogue.divisions.filter((division) => !division.successor)
  const published = divisions.filter((division) => holdsAny(divisions, held, division))
  return published.map((division) =>
    present({
      '@id': iris.catalogue(division.code),
      '@type': 'dcat:Catalog',
      'dct:title': titleOf(division),
      'dct:description': {
        zh: '依据《内蒙古自治区公共数据管理暂行办法》第十条编制',
        en: 'Compiled under Article 10 of the Interim Measures for Public Data of Inner Mongolia',
      },
      'dct:publisher': iris.department(AUTHORITY, division.code),
      'dct:issued': day,
      'dct:language': CHINESE,
      'dct:spatial': iris.division(division.code),
      'dcat:themeTaxonomy': `${iris.base}foundations`,
      'dct:conformsTo': 'http://www.w3.org/ns/dcat#',
      'dcat:dataset': held.get(division.code) ?? [],
      'dcat:catalog': published
        .filter((each) => each.parent === division.code)
        .map((each) => iris.catalogue(each.code)),
    }),
  )
}

/** True of a division that has entries of its own or holds the catalogues of divisions that have. */
function holdsAny(divisions: Division[], held: Map<string, string[]>, division: Division): boolean {
  if (held.has(division.code)) return true
  return divisions.some((each) => each.parent === division.code && holdsAny(divisions, held, each))
}

function titleOf(division: Division): Texts {
  const en = division.code === REGION_CODE ? 'Inner Mongolia' : division.name
  return { zh: `${division.name}公共数据目录`, en: `Public data catalogue, ${en}` }
}
