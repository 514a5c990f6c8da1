import { catalogue } from '../catalog/catalogue.ts'
import { columnOf, elementsOf, foundationOf } from '../catalog/lookup.ts'
import type { Row } from './emitter.ts'

interface Source {
  dataset: string
  field: string
}

interface Plan {
  column: string
  isDecimal: boolean
  sources: (Source & { prefixes: string[] })[]
  fallbacks: Source[]
  copies: Source[]
}

/** The kept row of each dataset, for one key. */
export type Kept = Record<string, Row | undefined>

export interface Disagreement {
  element: string
  kind: 'differs' | 'authority_missing'
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
  private readonly key: string
  private readonly datasets: string[]
  private readonly confirmedBy: string[]

  constructor(foundationId: string) {
    const foundation = foundationOf(catalogue, foundationId)
    this.key = foundation.key
    this.datasets = foundation.datasets
    this.confirmedBy = foundation.confirmedBy
    this.plans = elementsOf(catalogue, foundationId)
      .filter((element) => element.id !== foundation.keyElement)
      .map((element) => ({
        column: columnOf(element.id),
        isDecimal: element.type === 'decimal',
        sources:
          typeof element.authority === 'string'
            ? [{ ...source(element.authority), prefixes: [] }]
            : element.authority.map((each) => ({ ...source(each.field), prefixes: each.keyPrefixes })),
        fallbacks: element.fallbacks.map(source),
        copies: copiesOf(element.id),
      }))
  }

  /** The golden record, with what every element must be; null values are there as null. */
  record(key: string, kept: Kept): Record<string, unknown> {
    const provisional: string[] = []
    const record: Record<string, unknown> = { [this.key]: key }
    for (const plan of this.plans) {
      const authority = authorityOf(plan, key)
      const own = authority && kept[authority.dataset]
      const stand = own ? undefined : plan.fallbacks.find((each) => kept[each.dataset]?.values[each.field])
      const value = own ? own.values[authority.field] : stand && kept[stand.dataset]?.values[stand.field]
      if (stand) provisional.push(plan.column)
      record[plan.column] = plan.isDecimal && value ? Number(value).toFixed(4) : (value ?? null)
    }
    record.record_status = this.confirmedBy.some((each) => kept[each]) ? 'confirmed' : 'unconfirmed'
    record.provisional = provisional.length > 0 ? provisional : null
    record.key_repair = this.repair(kept)
    record.origin = this.datasets.flatMap((each) => {
      const row = kept[each]
      return row ? [`${each}:${row.seq}:${row.line}`] : []
    })
    return record
  }

  /** Copies that do not agree with the authority's record of the same key. */
  disagreements(key: string, kept: Kept): Disagreement[] {
    const found: Disagreement[] = []
    for (const plan of this.plans) {
      const authority = authorityOf(plan, key)
      const own = authority && kept[authority.dataset]
      if (!own) continue
      const value = own.values[authority.field] ?? null
      for (const copy of plan.copies) {
        const row = kept[copy.dataset]
        const held = row?.values[copy.field] ?? null
        if (!row || held === null || held === value) continue
        found.push({
          element: plan.column,
          kind: value === null ? 'authority_missing' : 'differs',
          authority_dataset: authority.dataset,
          authority_value: value,
          copy_dataset: copy.dataset,
          copy_field: copy.field,
          copy_value: held,
          copy_extract: row.seq,
          copy_line: row.line,
        })
      }
    }
    return found
  }

  private repair(kept: Kept): string | null {
    const row = this.datasets.map((each) => kept[each]).find((each) => each !== undefined)
    return row?.repair ?? null
  }
}

/** The row that counts among the accepted rows of one key in one dataset; none when the latest removes it. */
export function keptRow(rows: readonly Row[]): Row | undefined {
  let best: Row | undefined
  for (const row of rows) if (!best || later(row, best)) best = row
  return best?.operation === 'D' ? undefined : best
}

function later(a: Row, b: Row): boolean {
  if (a.event !== b.event) return a.event > b.event
  return a.seq !== b.seq ? a.seq > b.seq : a.line > b.line
}

function authorityOf(plan: Plan, key: string): Source | undefined {
  return plan.sources.find(
    (each) => each.prefixes.length === 0 || each.prefixes.some((p) => key.startsWith(p)),
  )
}

function source(reference: string): Source {
  const [dataset = '', field = ''] = reference.split('.')
  return { dataset, field }
}

function copiesOf(elementId: string): Source[] {
  return catalogue.datasets.flatMap((dataset) =>
    dataset.fields
      .filter((field) => field.element === elementId && field.role === 'copy')
      .map((field) => ({ dataset: dataset.id, field: field.id })),
  )
}
