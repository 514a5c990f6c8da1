import type { ColumnType, Generated } from 'kysely'

type Fixed<T> = ColumnType<T, T, never>

export type OverrideKind = 'extract' | 'release'
export type OverrideStatus = 'open' | 'used' | 'revoked'

/** An officer's decision to let pass what a gate holds: one extract, or one attempt at a release. */
export interface GateOverridesTable {
  id: Generated<number>
  kind: Fixed<OverrideKind>
  /** Dataset; foundation or topic. */
  subject: Fixed<string>
  extract: Fixed<number | null>
  /** Of exactly what it lets pass: the bytes of the extract, or the inputs of the release. */
  digest: Fixed<string>
  /** What the gate found. */
  findings: ColumnType<unknown, string, never>
  /** Id in the configuration. */
  officer: Fixed<string>
  /** Of the operating system. */
  account: Fixed<string>
  reason: Fixed<string>
  createdAt: Fixed<Date>
  status: ColumnType<OverrideStatus, undefined, OverrideStatus>
  endedAt: Date | null
  /** Officer who revoked it. */
  endedBy: string | null
  endReason: string | null
  /** The run and the release that used it. */
  runId: number | null
  release: number | null
}
