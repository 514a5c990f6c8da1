import { catalogue } from '../catalog/catalogue.ts'
import type { Dataset } from '../catalog/dataset.ts'
import { identifiersCompared } from '../catalog/identifiers.ts'
import { elementOf } from '../catalog/lookup.ts'
import { rulesOf } from '../quality/rules/compiled.ts'
import type { RuleInstance } from '../quality/rules/instance.ts'
import { groupTestOf } from '../quality/rules/kinds/records.ts'
import type { Plain } from '../quality/sets/plain.ts'
import { judgeSetsSlowly, type PlainRow } from '../quality/sets/reference.ts'
import { isSetTest } from '../quality/sets/tests.ts'
import type { FaultSink, Row } from './emitter.ts'
import { type Extract, extracts } from './extracts.ts'
import { groupBy } from './group.ts'
import { identityText, keyOf } from './identity.ts'
import { type KeyLinks, noLinks } from './key_links.ts'
import { ofRecords, type Rows, type StageTruth } from './stage_truth.ts'
import { type Dump, logOf, statesOf } from './truth_log.ts'

/** A row that is rejected, and the fields for which it is. */
interface Refused {
  row: Row
  wrong: string[]
}

/** A register whose rows are judged together with others. */
interface Judged {
  dataset: Dataset
  rules: RuleInstance[]
  extracts: Extract[]
  /** Fields that name subjects, which may have other keys now. */
  identifiers: string[]
}

/** Rows of a subject in one register that is judged, and what they may name. */
interface Given {
  own: readonly Row[]
  refused: readonly Refused[]
  others: readonly Row[]
  rows: Rows
  links: KeyLinks
  stage: StageTruth
}

/** Duplicates and strangers are put in on purpose, and recorded where that happens. */
const toldElsewhere = new Set<string>(['unique.duplicate', 'reference.missing'])

const judged = catalogue.datasets.map(
  (dataset): Judged => ({
    dataset,
    rules: rulesOf(catalogue, dataset).set.filter(({ code }) => !toldElsewhere.has(code)),
    extracts: extracts.filter((each) => each.dataset === dataset.id),
    identifiers: identifiersCompared(catalogue, dataset).map(({ column }) => column),
  }),
)
const withRules = judged.filter(({ rules }) => rules.length > 0)
const ruled = new Set(withRules.map(({ dataset }) => dataset.id))

/** By dataset: its fields, and whether they hold numbers. */
const fields = new Map(
  judged.map(({ dataset }) => [
    dataset.id,
    dataset.fields.map(({ id, element }) => {
      const { type } = elementOf(catalogue, element)
      return { id, number: type === 'integer' || type === 'decimal' }
    }),
  ]),
)
const datasets = new Map(judged.map(({ dataset }) => [dataset.id, dataset]))

/**
 * Which rows do not fit together with others of their subject, read from the rows as they are told: lives are lived
 * without regard to the rules, so that people are insured after their death. Row by row, apart from the compiled rules.
 */
export class SetTruth {
  private readonly refused = new Map<string, Refused[]>()

  /** @param stages those whose extracts are judged */
  constructor(
    private readonly stages: readonly StageTruth[],
    private readonly sink: FaultSink,
  ) {}

  /** Takes a row that can be read and is rejected. */
  reject(row: Row, wrong: string[]): void {
    if (!ruled.has(row.dataset)) return
    const id = `${row.dataset} ${keyOf(row)}`
    this.refused.set(id, [...(this.refused.get(id) ?? []), { row, wrong }])
  }

  /**
   * Takes the rows of one subject in all registers.
   * @param beside rows of others that they may name
   * @param links the keys that the subject had before, as the register of changes says in each stage: it is taken in first
   */
  subject(rows: Rows, beside: Rows = {}, links: readonly KeyLinks[] = []): void {
    const keys = this.refused.size > 0 ? keysOf(rows) : []
    for (const register of withRules) {
      const { id } = register.dataset
      const refused = keys.flatMap((key) => this.take(`${id} ${key}`))
      const own = rows[id] ?? []
      if (own.length + refused.length === 0) continue
      const others = beside[id] ?? []
      this.stages.forEach((stage, i) => {
        const given = { own, refused, others, rows, links: links[i] ?? noLinks, stage }
        for (const extract of register.extracts)
          if (extract.stage === stage.stage) this.judge(extract, register, given)
      })
    }
  }

  private take(id: string): Refused[] {
    const refused = this.refused.get(id)
    if (!refused) return []
    this.refused.delete(id)
    return refused
  }

  private judge(extract: Extract, { dataset, rules, identifiers }: Judged, given: Given): void {
    const here = (row: Row) => row.seq === extract.seq
    const refused = given.refused.filter(({ row }) => here(row))
    if (refused.length === 0 && !given.own.some(here)) return
    const all = given.others.length > 0 ? [...given.own, ...given.others] : given.own
    const breakable = rules.filter((rule) => mayBreak(rule, all.length, given))
    if (breakable.length === 0) return
    const found = judgeSetsSlowly({
      dataset,
      rules: breakable,
      rows: [
        ...all.filter(here).map(plainRow),
        ...refused.map(({ row, wrong }) => ({ ...plainRow(row), rejected: true, wrong })),
      ],
      live: liveBefore(all, extract, given),
      mode: extract.mode,
      asOf: new Date(`${extract.asOf}T00:00:00+08:00`),
      references: registers(breakable, given),
      ...(given.links.none
        ? {}
        : { followed: { fields: identifiers, present: (key: string) => given.links.now(key) } }),
    })
    if (found.size === 0) return
    const mine = new Set([...given.own.filter(here), ...refused.map(({ row }) => row)].map(({ line }) => line))
    for (const [line, broken] of found) {
      const codes = breakable.filter(({ id }) => broken.includes(id)).map(({ code }) => code)
      if (mine.has(line)) this.sink.fault(extract, line, codes, false)
    }
  }
}

/** False where there is nothing that the rows could be held against: no other row here, or no row there. */
function mayBreak({ test }: RuleInstance, records: number, { rows, stage }: Given): boolean {
  if (!isSetTest(test)) return false
  switch (test.kind) {
    case 'reference':
    case 'compare':
      return test.datasets.some((id) => stage.delivered(id, rows[id] ?? []).length > 0)
    case 'unique':
    case 'mutual':
      return records > 1
    default:
      return records > 1 || groupTestOf(test).alone === true
  }
}

function keysOf(rows: Rows): string[] {
  const keys = new Set<string>()
  for (const dataset in rows) for (const row of rows[dataset] ?? []) keys.add(keyOf(row))
  return [...keys]
}

/** The live rows that the register had before an extract. */
function liveBefore(rows: readonly Row[], { dataset, seq, asOf }: Extract, { stage, links }: Given) {
  const earlier = rows.filter((row) => row.seq < seq)
  if (earlier.length === 0) return []
  const dumps = (stage.dumps.get(dataset) ?? []).filter((each) => each.seq < seq)
  return kept(earlier, dumps, links).map(({ row, from }) => ({
    values: plain(row),
    newer: from > `${asOf} 00:00:00`,
  }))
}

/** The registers that the rules look into, as they are in this stage: they are taken in first. */
function registers(rules: RuleInstance[], { rows, links, stage }: Given) {
  const ids = new Set(
    rules.flatMap(({ test }) => (isSetTest(test) && 'datasets' in test ? test.datasets : [])),
  )
  return Object.fromEntries(
    [...ids].map((id) => {
      const live = kept(stage.delivered(id, rows[id] ?? []), stage.dumps.get(id) ?? [], links)
      return [id, { dataset: datasets.get(id) ?? { key: '' }, rows: live.map(({ row }) => plain(row)) }]
    }),
  )
}

/** The states that count, of every record, under the keys that their subjects have now. */
function kept(rows: readonly Row[], dumps: readonly Dump[], links: KeyLinks) {
  if (rows.length === 0) return []
  const logs = [...groupBy(rows, identityText).values()].map((own) => logOf(own, dumps))
  return ofRecords(links.moved(logs)).flatMap((log) => statesOf(log).kept ?? [])
}

function plainRow(row: Row): PlainRow {
  return { line: row.line, op: row.operation, values: plain(row), rejected: false, wrong: [] }
}

function plain({ dataset, values }: Row): Plain {
  const found: Plain = {}
  for (const { id, number } of fields.get(dataset) ?? []) {
    const value = values[id] ?? null
    found[id] = value !== null && number ? Number(value) : value
  }
  return found
}
