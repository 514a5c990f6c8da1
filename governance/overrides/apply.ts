import { canonicalJson, sha256 } from '../../core/hash.ts'
import type { Extract } from '../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import { inTransaction } from '../../warehouse/ledger/locks.ts'
import type { LedgerDb } from '../../warehouse/ledger/open.ts'
import { findOverride, type Override, useOverride } from '../../warehouse/ledger/overrides/overrides.ts'
import { type NewRelease, nextRelease, type Release } from '../../warehouse/ledger/releases.ts'
import type { Platform } from '../platform.ts'
import { problem } from '../problem.ts'
import { actor } from '../record.ts'
import './locale.ts'

/** Names exactly one extract: its number and its bytes. */
export function extractDigest({ dataset, seq, sha256: bytes }: Pick<Extract, 'dataset' | 'seq' | 'sha256'>) {
  return sha256(canonicalJson([dataset, seq, bytes]))
}

/**
 * Names exactly one attempt at a release: what it is built from and the release that it would follow. What is in
 * dispute does not matter: it changes marks, never whether a record is there.
 * @param inputs versions of the tables that the build reads
 */
export function releaseDigest(subject: string, after: number, inputs: Record<string, string | number>) {
  const data = Object.entries(inputs).filter(([name]) => !name.startsWith('marks'))
  return sha256(canonicalJson([subject, after, Object.fromEntries(data)]))
}

/** The open override of a blocked extract. */
export function overrideOfExtract(platform: Platform, extract: Extract): Promise<Override | undefined> {
  const digest = extractDigest(extract)
  return findOverride(platform.ledger.db, { kind: 'extract', subject: extract.dataset, digest })
}

/** The open override of the release that `inputs` would make after `last`. */
export function overrideOfRelease(
  platform: Platform,
  subject: string,
  inputs: Record<string, number>,
  last: Release | undefined,
): Promise<Override | undefined> {
  const digest = releaseDigest(subject, last?.number ?? 0, inputs)
  return findOverride(platform.ledger.db, { kind: 'release', subject, digest })
}

/** A gate's findings once an officer has let them pass: they warn, and it is said who did so and why. */
export function overriddenFindings(findings: Problem[], override: Override): Problem[] {
  const { id, subject, officer, reason } = override
  const passed = findings.map(({ code, fields }) => {
    const overridden = fields.severity === 'warn' ? {} : { overridden: id }
    return problem(code, { ...fields, ...overridden, severity: 'warn' })
  })
  const fields = { override: id, subject, officer, reason, severity: 'warn' }
  return [...passed, problem('gate.overridden', fields)]
}

/** Publishes a release and, in the same transaction, records the override that let it pass. */
export function publishOverridden(
  platform: Platform,
  release: NewRelease,
  override: Override | undefined,
): Promise<Release> {
  return inTransaction(platform.ledger.db, async (tx) => {
    const made = await nextRelease(tx, release)
    if (override) await markUsed(platform, tx, override, { runId: made.runId, release: made.number })
    return made
  })
}

/** Records within `tx` that an override was used. */
export async function markUsed(
  platform: Platform,
  tx: LedgerDb,
  override: Override,
  use: { runId?: number | null; release?: number | null } = {},
): Promise<void> {
  await useOverride(tx, override.id, { account: actor(), now: platform.clock.now(), ...use })
}
