import { catalogue } from '../catalog/catalogue.ts'
import type { Dataset } from '../catalog/dataset.ts'
import { identifiersCompared } from '../catalog/identifiers.ts'
import { elementOf } from '../catalog/lookup.ts'
import { rulesOf } from '../quality/rules/compiled.ts'
import type { RuleInstance } from '../quality/rules/instance.ts'
import { groupTestOf } from '../quality/rules/kinds/records.ts'
import type { Plain } from '../quality/sets/plain.ts'
import { judgeSetsSlowly, type PlainRow } from '../quality/sets/reference.ts'
import { isSetTest, type LookupTest } from '../quality/sets/tests.ts'
import type { FaultSink, Row } from './emitter.ts'
import type { Extract as Delivery } from './extracts.ts'
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
  /** By key, whatever the register. */
  private readonly refused = new Map<string, Refused[]>()
  private readonly extracts: ReadonlyMap<string, readonly Delivery[]>

  /** @param stages those whose extracts are judged */
  constructor(
    private readonly stages: readonly StageTruth[],
    private readonly sink: FaultSink,
    extracts: readonly Delivery[],
  ) {
    this.extracts = groupBy(extracts, ({ dataset }) => dataset)
  }

  /** Takes a row that can be read and is rejected. */
  reject(row: Row, wrong: string[]): void {
    if (!ruled.has(row.dataset)) return
    const key = keyOf(row)
    this.refused.set(key, [...(this.refused.get(key) ?? []), { row, wrong }])
  }

  /**
   * Takes the rows of one subject in all registers.
   * @param beside rows of others that they may name
   * @param links the keys that the subject had before, as the register of changes says in each stage: it is taken in first
   */
  subject(rows: Rows, beside: Rows = {}, links: readonly KeyLinks[] = []): void {
    const taken = this.refused.size > 0 ? this.takeOf(rows) : none
    for (const register of withRules) {
      const { id } = register.dataset
      const own = rows[id] ?? none
      const refused = taken.length > 0 ? taken.filter(({ row }) => row.dataset === id) : none
      if (own.length + refused.length === 0) continue
      const others = beside[id] ?? none
      for (let i = 0; i < this.stages.length; i++) {
        const stage = this.stages[i] as StageTruth
        if (refused.length === 0 && !stage.brings(id, own)) continue
        const given = { own, refused, others, rows, links: links[i] ?? noLinks, stage }
        const rules = breakableOf(register, given)
        if (rules.length === 0) continue
        for (const extract of this.extracts.get(id) ?? none)
          if (extract.stage === stage.stage) this.judge(extract, { ...register, rules }, given)
      }
    }
  }

  /** The rejected rows of the subject; another asks for them no more. */
  private takeOf(rows: Rows): readonly Refused[] {
    const found: Refused[] = []
    for (const dataset in rows) {
      for (const row of rows[dataset] ?? none) {
        const key = keyOf(row)
        const own = this.refused.get(key)
        if (own && this.refused.delete(key)) found.push(...own)
      }
    }
    return found
  }

  private judge(extract: Delivery, { dataset, rules, identifiers }: Judged, given: Given): void {
    const { seq } = extract
    const refused = given.refused.filter(({ row }) => row.seq === seq)
    const own = given.own.filter((row) => row.seq === seq)
    if (own.length + refused.length === 0) return
    const all = given.others.length > 0 ? [...given.own, ...given.others] : given.own
    const found = judgeSetsSlowly({
      dataset,
      rules,
      rows: [
        ...all.filter((row) => row.seq === seq).map(plainRow),
        ...refused.map(({ row, wrong }) => ({ ...plainRow(row), rejected: true, wrong })),
      ],
      live: liveBefore(all, extract, given),
      mode: extract.mode,
      asOf: new Date(`${extract.asOf}T00:00:00+08:00`),
      references: registers(rules, given),
      ...(given.links.none
        ? {}
        : { followed: { fields: identifiers, present: (key: string) => given.links.now(key) } }),
    })
    if (found.size === 0) return
    const mine = new Set([...own, ...refused.map(({ row }) => row)].map(({ line }) => line))
    for (const [line, broken] of found) {
      const codes = rules.filter(({ id }) => broken.includes(id)).map(({ code }) => code)
      if (mine.has(line)) this.sink.fault(extract, line, codes, false)
    }
  }
}

const none: readonly never[] = []

/** The rules that the rows may break: the others find nothing to hold them against, or are met by far. */
function breakableOf({ rules }: Judged, given: Given): RuleInstance[] {
  const found: RuleInstance[] = []
  const records = given.own.length + given.others.length
  for (const rule of rules) if (mayBreak(rule, records, given)) found.push(rule)
  return found.length === rules.length ? rules : found
}

function mayBreak({ test }: RuleInstance, records: number, given: Given): boolean {
  if (!isSetTest(test)) return false
  switch (test.kind) {
    case 'reference':
      return test.datasets.some((id) => (given.rows[id] ?? none).length > 0)
    case 'compare':
      return test.datasets.some((id) =>
        (given.rows[id] ?? none).some((there) => mayBeBeyond(test, there, given)),
      )
    case 'unique':
      return records > 1
    case 'mutual':
      return records > 1 && (!given.links.none || namesOneWho(test.field, given))
    default:
      if (groupTestOf(test).alone) return true
      return records > 1 && (!given.links.none || hasTwin(test.fields, given))
  }
}

/** Whether a row names, in `field`, the key of one that names another. */
function namesOneWho(field: string, { own, others }: Given): boolean {
  for (const rows of [own, others])
    for (const row of rows) {
      const named = row.values[field]
      if (!named) continue
      const key = keyOf(row)
      for (const there of [own, others])
        for (const other of there) if (keyOf(other) === named && other.values[field] !== key) return true
    }
  return false
}

/** Whether two of the rows have the same values in the fields. */
function hasTwin(fields: readonly string[], { own, others }: Given): boolean {
  const rows = others.length > 0 ? [...own, ...others] : own
  return rows.some((row, i) => {
    for (let at = i + 1; at < rows.length; at++)
      if (fields.every((field) => (rows[at]?.values[field] ?? null) === (row.values[field] ?? null)))
        return true
    return false
  })
}

type Comparison = Extract<LookupTest, { kind: 'compare' }>

/** False where every row's day is on the right side of the other one, whatever the years and days between. */
function mayBeBeyond(test: Comparison, there: Row, { own, refused, others }: Given): boolean {
  const date = there.values[test.date]
  if (!date) return false
  for (const row of own) if (isNear(test, row, date)) return true
  for (const row of others) if (isNear(test, row, date)) return true
  return refused.some(({ row }) => isNear(test, row, date))
}

function isNear(test: Comparison, { values }: Row, date: string): boolean {
  const day = values[test.field]
  if (!day) return test.openEnd
  if (test.side === 'notAfter') return test.years < 0 || test.days < 0 || day > date
  return test.days > 365 || Number(day.slice(0, 4)) <= Number(date.slice(0, 4)) + test.years + 1
}

/** The live rows that the register had before an extract. */
function liveBefore(rows: readonly Row[], { dataset, seq, asOf }: Delivery, { stage, links }: Given) {
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
