import type { Transaction } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import type { Extract } from '../../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../../warehouse/ledger/json.ts'
import type { LedgerSchema } from '../../../warehouse/ledger/schema.ts'
import type { Platform } from '../../platform.ts'
import { listObjections } from '../ledger/list.ts'
import { moveObjection } from '../ledger/move.ts'
import { type Raising, raiseObjections } from '../ledger/raise.ts'
import type { Objection } from '../ledger/record.ts'
import { isRaised } from '../settings.ts'
import type { Portion } from './portions.ts'

/** What was found on an extract as a whole. */
interface Finding {
  code: string
  fields: Problem['fields']
}

/**
 * Objects to what was found on the portion's extracts as a whole (too few rows, other columns, not readable): one
 * objection per finding, open until an extract comes without it.
 */
export async function objectToFindings(
  tx: Transaction<LedgerSchema>,
  platform: Platform,
  dataset: Dataset,
  portion: Portion,
  raising: Raising,
): Promise<void> {
  const findings = findingsOf(platform, portion)
  const open = (await listObjections(tx, { dataset: dataset.id, cause: 'rule', open: true })).filter(
    isFinding,
  )
  const { actor, at } = raising
  for (const { id, code } of open) {
    const event = findings.some((each) => each.code === code) ? 'again' : 'correct'
    if (event === 'correct' && !corrects(portion, code)) continue
    const items = event === 'correct' ? { open: -1, fixed: 1 } : {}
    await moveObjection(tx, id, { event, actor, at, items, detail: { extract: portion.last.seq } })
  }
  const news = findings.filter(({ code }) => !open.some((each) => each.code === code))
  await raiseFindings(tx, dataset, portion.last, news, raising)
}

function raiseFindings(
  tx: Transaction<LedgerSchema>,
  dataset: Dataset,
  { seq }: Extract,
  news: Finding[],
  raising: Raising,
) {
  return raiseObjections(
    tx,
    news.map(({ code, fields }) => ({
      cause: 'rule' as const,
      same: { dataset: dataset.id, finding: code, extract: seq },
      dataset: dataset.id,
      department: dataset.providingDepartment,
      code,
      foundation: dataset.foundation,
      raisedBy: 'platform',
      extract: seq,
      detail: { finding: fields },
    })),
    { ...raising, items: 1 },
  )
}

/**
 * Carries what the present rules find on extracts as a whole to the objections that stand: those of which the extract
 * has the finding no more, or is gone, are corrected; what is new of the last extract is objected to.
 */
export async function carryFindings(
  tx: Transaction<LedgerSchema>,
  platform: Platform,
  dataset: Dataset,
  { before, after }: { before: Extract[]; after: Extract[] },
  raising: Raising,
): Promise<void> {
  const found = (extract: Extract | undefined) =>
    extract ? findingsOf(platform, { extracts: [extract] }) : []
  const { actor, at } = raising
  const open = (await listObjections(tx, { dataset: dataset.id, cause: 'rule', open: true })).filter(
    isFinding,
  )
  for (const { id, code, extract } of open) {
    const same = (each: Extract) => each.seq === extract
    if (found(after.find(same)).some((each) => each.code === code)) continue
    const wasFound = found(before.find(same)).some((each) => each.code === code)
    if (wasFound)
      await moveObjection(tx, id, {
        event: 'correct',
        actor,
        at,
        items: { open: -1, fixed: 1 },
        detail: { extract: extract ?? 0 },
      })
  }
  const last = after.at(-1)
  if (!last) return
  const known = found(before.find(({ seq }) => seq === last.seq))
  const news = found(last).filter(({ code }) => ![...known, ...open].some((each) => each.code === code))
  await raiseFindings(tx, dataset, last, news, raising)
}

/** Objections to an extract as a whole: they name no rule of the rows. */
const isFinding = ({ rule, field }: Objection) => rule === null && field === null

/** Numbers of rows are held against full dumps only, so that only a full dump shows that they are right again. */
function corrects({ applied, last }: Portion, code: string | null): boolean {
  return applied && (last.mode === 'full' || !(code ?? '').startsWith('row_count.'))
}

function findingsOf({ config }: Platform, { extracts }: Pick<Portion, 'extracts'>): Finding[] {
  const found = new Map<string, Finding>()
  for (const problem of extracts.flatMap(({ detail }) => problemsIn(detail.problems))) {
    if (problem.code.startsWith('error.pipelines.')) continue
    const code = problem.code.replace(/^violation\./, '')
    const severity = problem.fields.severity === 'warn' ? 'warn' : 'block'
    if (isRaised(config.objections, code, severity)) found.set(code, { code, fields: problem.fields })
  }
  return [...found.values()].sort((a, b) => (a.code < b.code ? -1 : 1))
}

/** The problems as the ledger keeps them with an extract. */
function problemsIn(kept: unknown): Problem[] {
  return Array.isArray(kept) ? (kept as Problem[]) : []
}
