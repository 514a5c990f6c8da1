import type { Dataset } from '../../../catalog/dataset.ts'
import { overriddenFindings, overrideOfExtract } from '../../../governance/overrides/apply.ts'
import { problem } from '../../../governance/problem.ts'
import { type Extract, listExtracts } from '../../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../../warehouse/ledger/json.ts'
import { listOverrides, type Override } from '../../../warehouse/ledger/overrides/overrides.ts'
import type { Platform } from '../../platform.ts'
import type { ExtractCounts } from './extract_result.ts'

/** The extracts to process, in order: those that landed, and blocked ones that an officer lets pass. */
export async function waitingExtracts(platform: Platform, dataset: Dataset): Promise<Extract[]> {
  const { db } = platform.ledger
  const landed = await listExtracts(db, dataset.id, 'landed')
  const open = (await listOverrides(db, 'open')).filter((each) => each.subject === dataset.id)
  if (open.length === 0) return landed
  const blocked = (await listExtracts(db, dataset.id, 'blocked')).filter(({ seq }) =>
    open.some(({ extract }) => extract === seq),
  )
  return [...blocked, ...landed].sort((a, b) => a.seq - b.seq)
}

/**
 * What a gate found in an extract, lifted where an officer lets exactly this extract pass. An override was given on
 * what was found then: where other rows are good now, it does not apply.
 */
export async function applyOverride(
  platform: Platform,
  extract: Extract,
  counts: ExtractCounts,
  found: Problem[],
): Promise<{ problems: Problem[]; override?: Override }> {
  if (extract.status !== 'blocked') return { problems: found }
  const override = await overrideOfExtract(platform, extract)
  if (!override) return { problems: found }
  if (counts.accepted === extract.accepted) return { problems: overriddenFindings(found, override), override }
  const { dataset, seq, accepted: before } = extract
  const differs = { dataset, extract: seq, accepted: counts.accepted, before, override: override.id }
  return { problems: [...found, problem('gate.counts_differ', { ...differs, severity: 'block' })] }
}
