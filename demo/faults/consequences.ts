import { catalogue } from '../../catalog/catalogue.ts'
import { datasetOf, elementOf } from '../../catalog/lookup.ts'
import { brokenOf, judgeRow } from '../../quality/reference/judge_row.ts'
import { rulesOf } from '../../quality/rules/compiled.ts'
import type { RuleInstance } from '../../quality/rules/instance.ts'
import type { FaultKind, Values } from './kind.ts'

const HOURS = 24
const DAY_MS = 86_400_000

/**
 * True where the spoiled row breaks nothing that the fault does not name: by chance a wrong value can break a rule
 * across fields too. Only what the row-by-row reference judges counts; a damaged line has no values to judge.
 * @param spoiled the fields whose values are others than the department meant to send
 */
export function isAlone(
  kind: FaultKind,
  { dataset, raw, spoiled }: { dataset: string; raw: Values; spoiled: readonly string[] },
  expected: string[],
  asOf: Date,
): boolean {
  if (kind.damage || kind.operation) return true
  const rules = concernedBy(dataset, spoiled)
  const broken = brokenOf(catalogue, datasetOf(catalogue, dataset), rules, raw, asOf)
  const codes = rules.filter(({ id }) => broken.includes(id)).map(({ code }) => code)
  return (
    codes.every((code) => kind.codes.includes(code) || expected.includes(code)) &&
    !('hours' in raw && isTooLong(judgeRow(catalogue, datasetOf(catalogue, dataset), raw, asOf).values))
  )
}

const known = new Map<string, RuleInstance[]>()

/** The row rules of a register that name one of the fields; all of them, where a geometry is examined with others. */
function concernedBy(dataset: string, fields: readonly string[]): RuleInstance[] {
  const id = [dataset, ...fields].join(' ')
  const before = known.get(id)
  if (before) return before
  const all = rulesOf(catalogue, datasetOf(catalogue, dataset)).row
  const names = [...fields, ...readBy(dataset, fields)].map((field) => JSON.stringify(field))
  const found = hasGeometry(dataset)
    ? all
    : all.filter((rule) => names.some((name) => JSON.stringify([rule.field, rule.test]).includes(name)))
  known.set(id, found)
  return found
}

/** Identifiers of subjects that are read by one of the fields: it says of what kind they are. */
function readBy(dataset: string, fields: readonly string[]): string[] {
  return datasetOf(catalogue, dataset).rules.flatMap((rule) =>
    rule.kind === 'subjectId' && fields.includes(rule.kindField) ? [rule.field] : [],
  )
}

function hasGeometry(dataset: string): boolean {
  return datasetOf(catalogue, dataset).fields.some(
    ({ element }) => elementOf(catalogue, element).type === 'geometry',
  )
}

/** What the registers' one custom expression says, which the reference leaves out. */
function isTooLong({ hours, started_on: from, ended_on: to }: Values): boolean {
  if (!hours || !from || !to) return false
  return Number(hours) > ((Date.parse(to) - Date.parse(from)) / DAY_MS + 1) * HOURS
}
