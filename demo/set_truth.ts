import { catalogue } from '../catalog/catalogue.ts'
import { type Dataset, identityOf } from '../catalog/dataset.ts'
import { identifiersCompared } from '../catalog/identifiers.ts'
import { datasetOf, elementOf } from '../catalog/lookup.ts'
import { rulesOf } from '../quality/rules/compiled.ts'
import type { RuleInstance } from '../quality/rules/instance.ts'
import type { Plain } from '../quality/sets/plain.ts'
import { judgeSetsSlowly, type PlainRow } from '../quality/sets/reference.ts'
import { isSetTest } from '../quality/sets/tests.ts'
import type { FaultSink, Row } from './emitter.ts'
import { type Extract, extracts, type Stage } from './extracts.ts'
import { groupBy } from './group.ts'
import { KeyLinks } from './key_links.ts'
import { type Dump, logOf, statesOf } from './truth_log.ts'

type Rows = Record<string, readonly Row[]>

/** A row that is rejected, and the fields for which it is. */
interface Refused {
  row: Row
  wrong: string[]
}

/** Duplicates and strangers are put in on purpose, and recorded where that happens. */
const toldElsewhere = new Set<string>(['unique.duplicate', 'reference.missing'])

const rulesById = new Map(
  catalogue.datasets.map((dataset) => [
    dataset.id,
    rulesOf(catalogue, dataset).set.filter(({ code }) => !toldElsewhere.has(code)),
  ]),
)

/**
 * Which rows do not fit together with others of their subject, read from the rows as they are told: lives are lived
 * without regard to the rules, so that people are insured after their death. Row by row, apart from the compiled rules.
 */
export class SetTruth {
  private readonly refused = new Map<string, Refused[]>()

  constructor(
    private readonly stage: Stage,
    private readonly sink: FaultSink,
    private readonly dumps: ReadonlyMap<string, Dump[]>,
  ) {}

  /** Takes a row that can be read and is rejected. */
  reject(row: Row, wrong: string[]): void {
    if (!rulesById.get(row.dataset)?.length) return
    const id = `${row.dataset} ${keyOf(row)}`
    this.refused.set(id, [...(this.refused.get(id) ?? []), { row, wrong }])
  }

  /**
   * Takes the rows of one subject in all registers.
   * @param beside rows of others that they may name
   * @param links the keys that the subject had before, as the register of changes says in this stage: it is taken in first
   */
  subject(rows: Rows, beside: Rows = {}, links = new KeyLinks(undefined, [])): void {
    const keys = new Set(Object.values(rows).flatMap((own) => own.map(keyOf)))
    for (const [id, rules] of rulesById) {
      if (rules.length === 0) continue
      const refused = [...keys].flatMap((key) => this.take(`${id} ${key}`))
      const own = rows[id] ?? []
      if (own.length + refused.length === 0) continue
      const others = beside[id] ?? []
      for (const extract of extracts.filter((each) => each.dataset === id && each.stage === this.stage))
        this.judge(extract, rules, { own, refused, others, rows, links })
    }
  }

  private take(id: string): Refused[] {
    const refused = this.refused.get(id) ?? []
    this.refused.delete(id)
    return refused
  }

  private judge(
    extract: Extract,
    rules: RuleInstance[],
    given: { own: readonly Row[]; refused: Refused[]; others: readonly Row[]; rows: Rows; links: KeyLinks },
  ): void {
    const dataset = datasetOf(catalogue, extract.dataset)
    const here = (row: Row) => row.seq === extract.seq
    const all = [...given.own, ...given.others]
    const refused = given.refused.filter(({ row }) => here(row))
    const mine = new Set(
      [...given.own.filter(here), ...refused.map(({ row }) => row)].map(({ line }) => line),
    )
    if (mine.size === 0) return
    const found = judgeSetsSlowly({
      dataset,
      rules,
      rows: [
        ...all.filter(here).map((row) => plainRow(dataset, row)),
        ...refused.map(({ row, wrong }) => ({ ...plainRow(dataset, row), rejected: true, wrong })),
      ],
      live: this.liveBefore(dataset, all, extract, given.links),
      mode: extract.mode,
      asOf: new Date(`${extract.asOf}T00:00:00+08:00`),
      references: this.registers(rules, given.rows, given.links),
      followed: {
        fields: identifiersCompared(catalogue, dataset).map(({ column }) => column),
        present: (key) => given.links.now(key),
      },
    })
    for (const [line, broken] of found) {
      const codes = rules.filter(({ id }) => broken.includes(id)).map(({ code }) => code)
      if (mine.has(line)) this.sink.fault(extract, line, codes, false)
    }
  }

  /** The live rows that the register had before an extract. */
  private liveBefore(dataset: Dataset, rows: readonly Row[], { seq, asOf }: Extract, links: KeyLinks) {
    const dumps = (this.dumps.get(dataset.id) ?? []).filter((each) => each.seq < seq)
    return kept(
      dataset,
      rows.filter((row) => row.seq < seq),
      dumps,
      links,
    ).map(({ row, from }) => ({
      values: plain(dataset, row),
      newer: from > `${asOf} 00:00:00`,
    }))
  }

  /** The registers that the rules look into, as they are in this stage: they are taken in first. */
  private registers(rules: RuleInstance[], rows: Rows, links: KeyLinks) {
    const ids = new Set(
      rules.flatMap(({ test }) => (isSetTest(test) && 'datasets' in test ? test.datasets : [])),
    )
    return Object.fromEntries(
      [...ids].map((id) => {
        const dataset = datasetOf(catalogue, id)
        const seqs = seqsUpTo(id, this.stage)
        const delivered = (rows[id] ?? []).filter(({ seq }) => seqs.has(seq))
        const live = kept(dataset, delivered, this.dumps.get(id) ?? [], links)
        return [id, { dataset, rows: live.map(({ row }) => plain(dataset, row)) }]
      }),
    )
  }
}

function seqsUpTo(dataset: string, stage: Stage): Set<number> {
  const own = extracts.filter((each) => each.dataset === dataset)
  return new Set(own.filter((each) => stage === 'update' || each.stage === 'initial').map(({ seq }) => seq))
}

/** The states that count, of every record, under the keys that their subjects have now. */
function kept(dataset: Dataset, rows: readonly Row[], dumps: readonly Dump[], links: KeyLinks) {
  const identity = (row: Row) =>
    identityOf(dataset)
      .map((id) => row.values[id] ?? '')
      .join('\n')
  const logs = [...groupBy(rows, identity).values()].map((own) => logOf(own, dumps))
  const records = groupBy(
    links.moved(logs),
    (log) => log.map(({ row }) => row && identity(row)).find((each) => each !== null) ?? '',
  )
  return [...records.values()].flatMap((own) => statesOf(own.flat()).kept ?? [])
}

function plainRow(dataset: Dataset, row: Row): PlainRow {
  return { line: row.line, op: row.operation, values: plain(dataset, row), rejected: false, wrong: [] }
}

function plain(dataset: Dataset, { values }: Row): Plain {
  return Object.fromEntries(
    dataset.fields.map(({ id, element }) => {
      const value = values[id] ?? null
      const number = ['integer', 'decimal'].includes(elementOf(catalogue, element).type)
      return [id, value !== null && number ? Number(value) : value]
    }),
  )
}

function keyOf(row: Row): string {
  return row.values[datasetOf(catalogue, row.dataset).key] ?? ''
}
