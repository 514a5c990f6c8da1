import { datasetOf } from '../../../catalog/lookup.ts'
import type { ProblemRow, ReportData } from '../../../quality/report/data.ts'
import type { Platform } from '../../platform.ts'
import { type Clear, clearFor } from './grants.ts'
import { type Asked, sampleRows } from './problem_rows.ts'
import { audienceOf } from './scope.ts'
import type { State } from './state.ts'
import { LISTED, listedEach } from './violations.ts'

/**
 * The first rows of every violation, for pages. Rows of a register are read once for all readers who may see the same
 * of them.
 */
export class Samples {
  private readonly platform: Platform
  private readonly state: State
  private readonly read = new Map<string, Promise<Map<string, ProblemRow[]>>>()

  constructor(platform: Platform, state: State) {
    this.platform = platform
    this.state = state
  }

  /** Fills in the rows behind the violations of a report. */
  async fill(data: ReportData): Promise<void> {
    const clear = clearFor(this.platform, audienceOf(data.scope))
    const listed = listedEach(data.violations.length)
    for (const violation of data.violations) {
      const rows = (await this.rowsOf(violation.dataset, clear)).get(violation.rule) ?? []
      const own =
        data.scope.kind === 'city' ? rows.filter(({ division }) => division === data.scope.id) : rows
      violation.rows = own.slice(0, listed)
      violation.due = own.flatMap(({ due }) => due ?? []).sort()[0]
    }
  }

  private rowsOf(dataset: string, clear: Clear): Promise<Map<string, ProblemRow[]>> {
    const key = [dataset, ...[...clear].sort()].join(' ')
    const known = this.read.get(key)
    if (known) return known
    const reading = this.sample(dataset, clear)
    this.read.set(key, reading)
    return reading
  }

  private async sample(id: string, clear: Clear): Promise<Map<string, ProblemRow[]>> {
    const dataset = datasetOf(this.platform.catalogue, id)
    const rows = await sampleRows(this.platform, dataset, askedOf(this.state, id, clear), LISTED)
    const byRule = new Map<string, ProblemRow[]>()
    for (const row of rows) byRule.set(row.rule, [...(byRule.get(row.rule) ?? []), row])
    return byRule
  }
}

/** All standing failing rows of a register. */
export function askedOf(state: State, dataset: string, clear: Clear, division?: string): Asked {
  const versions = state.rules.filter((count) => count.dataset === dataset)
  return {
    extracts: (state.extracts.get(dataset) ?? []).filter(({ standing }) => standing),
    division,
    clear,
    versions: new Map(versions.map(({ rule, version }) => [rule, version])),
  }
}
