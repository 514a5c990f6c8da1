import { datasetOf } from '../../../catalog/lookup.ts'
import type { Platform } from '../../platform.ts'
import type { ProblemRow, ReportData, ReportScope } from '../data.ts'
import { type Clear, clearFor } from '../grants.ts'
import { audienceOf } from '../scope.ts'
import { type Asked, problemRows, sampleRows } from './problem_rows.ts'
import type { State } from './state.ts'
import { LISTED, listedEach } from './violations.ts'

/** A register with at most so many failing rows is read once for all reports; a larger one once for each. */
const FEW = 3_000

/** Failing rows for pages and workbooks, as each reader may see them. */
export class ProblemSource {
  private readonly platform: Platform
  private readonly state: State
  private readonly read = new Map<string, Promise<ProblemRow[]>>()

  constructor(platform: Platform, state: State) {
    this.platform = platform
    this.state = state
  }

  /** Fills in the first rows behind each violation of a report. */
  async fill(data: ReportData): Promise<void> {
    const clear = clearFor(this.platform, audienceOf(data.scope))
    const listed = listedEach(data.violations.length)
    const byRule = new Map<string, ProblemRow[]>()
    for (const dataset of new Set(data.violations.map((each) => each.dataset))) {
      for (const row of ofScope(await this.firstRows(dataset, clear), data.scope)) {
        const rows = byRule.get(row.rule) ?? []
        rows.push(row)
        byRule.set(row.rule, rows)
      }
    }
    for (const violation of data.violations) {
      const rows = byRule.get(violation.rule) ?? []
      violation.rows = rows.slice(0, listed)
      violation.due = rows.flatMap(({ due }) => due ?? []).sort()[0]
    }
  }

  /** Every violation of every failing row of a register that belongs to a scope. */
  async *rows(dataset: string, scope: ReportScope): AsyncGenerator<ProblemRow[]> {
    const clear = clearFor(this.platform, audienceOf(scope))
    const division = scope.kind === 'city' ? scope.id : undefined
    if (this.hasFew(dataset)) yield ofScope(await this.firstRows(dataset, clear), scope)
    else yield* problemRows(this.platform, this.datasetOf(dataset), this.asked(dataset, clear, division))
  }

  /** All rows where there are few, else the first of each rule; read once for readers who may see the same. */
  private firstRows(dataset: string, clear: Clear): Promise<ProblemRow[]> {
    const key = [dataset, ...[...clear].sort()].join(' ')
    const known = this.read.get(key)
    if (known) return known
    const asked = this.asked(dataset, clear)
    const reading = this.hasFew(dataset)
      ? collect(problemRows(this.platform, this.datasetOf(dataset), asked))
      : sampleRows(this.platform, this.datasetOf(dataset), asked, LISTED)
    this.read.set(key, reading)
    return reading
  }

  private hasFew(dataset: string): boolean {
    const open = this.state.open.filter((each) => each.dataset === dataset)
    return open.reduce((sum, { rejected, warned }) => sum + rejected + warned, 0) <= FEW
  }

  private datasetOf(id: string) {
    return datasetOf(this.platform.catalogue, id)
  }

  /** The effective extracts of a register, for one reader. */
  private asked(dataset: string, clear: Clear, division?: string): Asked {
    const { rules, extracts, words, relations } = this.state
    const own = rules.filter((count) => count.dataset === dataset)
    return {
      extracts: (extracts.get(dataset) ?? []).filter(({ effective }) => effective),
      versions: new Map(own.map(({ rule, version }) => [rule, version])),
      ...{ division, clear, words, relations },
    }
  }
}

function ofScope(rows: ProblemRow[], scope: ReportScope): ProblemRow[] {
  return scope.kind === 'city' ? rows.filter(({ division }) => division === scope.id) : rows
}

async function collect(chunks: AsyncIterable<ProblemRow[]>): Promise<ProblemRow[]> {
  const rows: ProblemRow[] = []
  for await (const chunk of chunks) for (const row of chunk) rows.push(row)
  return rows
}
