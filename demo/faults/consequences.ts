import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { judgeRow } from '../../quality/reference/judge_row.ts'
import { rulesOf } from '../../quality/rules/compiled.ts'
import type { FaultKind, Values } from './kind.ts'

const HOURS = 24
const DAY_MS = 86_400_000

/**
 * True where the spoiled row breaks nothing that the fault does not name: by chance a wrong value can break a rule
 * across fields too. Only what the row-by-row reference judges counts; a damaged line has no values to judge.
 */
export function isAlone(
  kind: FaultKind,
  dataset: string,
  raw: Values,
  expected: string[],
  asOf: Date,
): boolean {
  if (kind.damage || kind.operation) return true
  const { violations, values } = judgeRow(catalogue, datasetOf(catalogue, dataset), raw, asOf)
  const codes = codesOf(dataset)
  const broken = violations.map((id) => codes.get(id) ?? id)
  return broken.every((code) => kind.codes.includes(code) || expected.includes(code)) && !isTooLong(values)
}

const known = new Map<string, Map<string, string>>()

/** The code of each row rule of a register, by id. */
function codesOf(dataset: string): Map<string, string> {
  const rules = () => rulesOf(catalogue, datasetOf(catalogue, dataset)).row
  const found = known.get(dataset) ?? new Map(rules().map(({ id, code }) => [id, code]))
  known.set(dataset, found)
  return found
}

/** What the registers' one custom expression says, which the reference leaves out. */
function isTooLong({ hours, started_on: from, ended_on: to }: Values): boolean {
  if (!hours || !from || !to) return false
  return Number(hours) > ((Date.parse(to) - Date.parse(from)) / DAY_MS + 1) * HOURS
}
