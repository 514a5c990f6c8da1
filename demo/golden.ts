import { catalogue } from '../catalog/catalogue.ts'
import type { Dataset } from '../catalog/dataset.ts'
import { type Element, sourcesOf } from '../catalog/element.ts'
import { columnOf, datasetOf, elementOf, elementsOf, foundationOf } from '../catalog/lookup.ts'
import type { Row } from './emitter.ts'
import { written } from './written.ts'

/** A field that answers for an element, as the catalogue divides the labour. */
interface Source {
  dataset: string
  field: string
  keyPrefixes: string[]
  when?: { field: string; in: string[] } | undefined
  /** Place of the dataset among the foundation's. */
  at: number
}

type Carrier = Pick<Source, 'dataset' | 'field' | 'at'>

interface Plan {
  element: Element
  column: string
  sources: Source[]
  fallbacks: Carrier[]
  /** Every field of the foundation that carries the element. */
  carriers: Carrier[]
}

/** The kept row of each dataset, in the order of the model's, for one key. */
export type Kept = (Row | undefined)[]

export interface Disagreement {
  element: string
  kind: 'differs' | 'authority_missing' | 'both_answer'
  authority_dataset: string
  authority_value: string | null
  copy_dataset: string
  copy_field: string
  copy_value: string
  copy_extract: number
  copy_line: number
}

/**
 * The demo's own reading of one-source resolution: what the golden record of a subject must be, from the rows
 * that the demo knows to be right. Written row by row, and apart from `warehouse/resolve` on purpose.
 */
export class GoldenModel {
  private readonly plans: Plan[]
  /** Elements that more than one field carries. */
  private readonly contested: Plan[]
  private readonly key: string
  /** Those that bear on golden records, in the foundation's order. */
  readonly datasets: Dataset[]
  private readonly places: Map<string, number>
  private readonly confirmers: Speller[]
  private readonly spellers: Speller[]
  private readonly shownUntil: string | undefined

  /** @param asOf the newest day of the foundation's extracts: what was to be shown until before it has expired */
  constructor(
    foundationId: string,
    private readonly asOf: string,
  ) {
    const foundation = foundationOf(catalogue, foundationId)
    this.key = foundation.key
    this.shownUntil = foundation.shownUntil
    const elements = elementsOf(catalogue, foundationId).filter((each) => each.id !== foundation.keyElement)
    const ids = new Set(elements.map((element) => element.id))
    this.datasets = foundation.datasets
      .map((id) => datasetOf(catalogue, id))
      .filter(
        ({ id, fields }) =>
          foundation.confirmedBy.includes(id) || fields.some((field) => ids.has(field.element)),
      )
    this.places = new Map(this.datasets.map(({ id }, at) => [id, at]))
    this.plans = elements.map((element) => this.planOf(element))
    this.contested = this.plans.filter(({ carriers }) => carriers.length > 1)
    const keySources = this.sources(elementOf(catalogue, foundation.keyElement))
    this.confirmers = foundation.confirmedBy.map((dataset) => ({
      at: this.placeOf(dataset),
      keyPrefixes: keySources.find((each) => each.dataset === dataset)?.keyPrefixes ?? [],
    }))
    this.spellers = [...keySources, ...this.datasets.map((_, at) => ({ at, keyPrefixes: [] }))]
  }

  /** Where the kept row of a dataset stands; -1: it does not bear on golden records. */
  placeOf(dataset: string): number {
    return this.places.get(dataset) ?? -1
  }

  /** Golden records depend on the day: what was to be shown until before it has expired. */
  get expires(): boolean {
    return this.shownUntil !== undefined
  }

  /** The columns of a golden record: its key, every element, how it stands, and (apart by spaces) where from. */
  get columns(): string[] {
    const elements = this.plans.map(({ column }) => column)
    return [this.key, ...elements, 'record_status', 'provisional', 'key_repair', 'origin']
  }

  /** The golden record, with what every element must be. */
  record(key: string, kept: Kept): (string | null)[] {
    let provisional = ''
    let until: string | null = null
    const record: (string | null)[] = [key]
    for (const plan of this.plans) {
      if (!isCarried(plan, kept)) {
        record.push(null)
        continue
      }
      const own = ownOf(plan, key, kept)
      const stand = own ? undefined : plan.fallbacks.find((each) => heldIn(each, kept) !== null)
      const value = own ? heldIn(own, kept) : stand ? heldIn(stand, kept) : null
      if (stand) provisional += provisional === '' ? plan.column : ` ${plan.column}`
      if (plan.column === this.shownUntil) until = value
      record.push(written(plan.element.type, value))
    }
    let origin = ''
    for (const row of kept)
      if (row) origin += `${origin === '' ? '' : ' '}${row.dataset}:${row.seq}:${row.line}`
    record.push(this.status(key, kept, until), provisional || null, this.repair(key, kept), origin)
    return record
  }

  /** Copies, and others who claim to answer, that do not agree with who answers for the element. */
  disagreements(key: string, kept: Kept): Disagreement[] {
    const found: Disagreement[] = []
    for (const plan of this.contested) {
      if (!isCarried(plan, kept)) continue
      const own = ownOf(plan, key, kept)
      if (!own) {
        found.push(...unanswered(plan, kept))
        continue
      }
      const value = heldIn(own, kept)
      for (const copy of plan.carriers) {
        const row = kept[copy.at]
        const held = heldIn(copy, kept)
        if (!row || same(copy, own) || held === null || held === value) continue
        const rival = plan.sources.some((each) => same(each, copy) && answers(each, key, kept))
        found.push({
          element: plan.column,
          kind: rival ? 'both_answer' : value === null ? 'authority_missing' : 'differs',
          authority_dataset: own.dataset,
          authority_value: written(plan.element.type, value),
          copy_dataset: copy.dataset,
          copy_field: copy.field,
          copy_value: written(plan.element.type, held) ?? '',
          copy_extract: row.seq,
          copy_line: row.line,
        })
      }
    }
    return found
  }

  private status(key: string, kept: Kept, until: string | null): string {
    if (until !== null && until < this.asOf) return 'expired'
    const confirmed = this.confirmers.some(({ at, keyPrefixes }) => kept[at] && covers(keyPrefixes, key))
    return confirmed ? 'confirmed' : 'unconfirmed'
  }

  private repair(key: string, kept: Kept): string | null {
    const speller = this.spellers.find(({ at, keyPrefixes }) => kept[at] && covers(keyPrefixes, key))
    return (speller && kept[speller.at]?.repair) ?? null
  }

  private planOf(element: Element): Plan {
    const carriers = this.datasets.flatMap(({ id, fields }) =>
      fields
        .filter((field) => field.element === element.id)
        .map((field) => ({ dataset: id, field: field.id, at: this.placeOf(id) })),
    )
    const sources = this.sources(element)
    return {
      element,
      column: columnOf(element.id),
      sources,
      fallbacks: [
        ...element.fallbacks.map((field) => this.carrierOf(field)),
        ...sources.filter((each) => each.when),
      ],
      carriers,
    }
  }

  private sources(element: Element): Source[] {
    return sourcesOf(element)
      .map(({ field, keyPrefixes, when }) => ({ ...this.carrierOf(field), keyPrefixes, when }))
      .filter(({ at }) => at >= 0)
  }

  private carrierOf(reference: string): Carrier {
    const [dataset = '', field = ''] = reference.split('.')
    return { dataset, field, at: this.placeOf(dataset) }
  }
}

/** A dataset whose record confirms a golden record, or spells its key. */
interface Speller {
  at: number
  keyPrefixes: string[]
}

/** Whether any register has a record that could carry the element. */
function isCarried({ carriers }: Plan, kept: Kept): boolean {
  for (const { at } of carriers) if (kept[at]) return true
  return false
}

/** Nobody answers: who has a record of the other's kind is set against the other. */
function unanswered({ element, column, sources }: Plan, kept: Kept): Disagreement[] {
  return sources.flatMap((copy) => {
    const row = kept[copy.at]
    const held = heldIn(copy, kept)
    const other = sources.find((each) => !same(each, copy))
    if (!copy.when || !other || !row || held === null) return []
    return [
      {
        element: column,
        kind: 'authority_missing' as const,
        authority_dataset: other.dataset,
        authority_value: written(element.type, heldIn(other, kept)),
        copy_dataset: copy.dataset,
        copy_field: copy.field,
        copy_value: written(element.type, held) ?? '',
        copy_extract: row.seq,
        copy_line: row.line,
      },
    ]
  })
}

/** The first source that has a record and answers for it. */
function ownOf({ sources }: Plan, key: string, kept: Kept): Source | undefined {
  for (const source of sources) if (kept[source.at] && answers(source, key, kept)) return source
  return undefined
}

function answers({ at, keyPrefixes, when }: Source, key: string, kept: Kept): boolean {
  const row = kept[at]
  return (
    row !== undefined && covers(keyPrefixes, key) && (!when || when.in.includes(row.values[when.field] ?? ''))
  )
}

function covers(prefixes: string[], key: string): boolean {
  return prefixes.length === 0 || prefixes.some((prefix) => key.startsWith(prefix))
}

function heldIn({ at, field }: Carrier, kept: Kept): string | null {
  return kept[at]?.values[field] ?? null
}

function same(a: Carrier, b: Carrier): boolean {
  return a.dataset === b.dataset && a.field === b.field
}
