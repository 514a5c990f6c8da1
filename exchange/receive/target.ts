import type { KeyObject } from 'node:crypto'
import type { Session } from '../../warehouse/engine/session.ts'
import type { SigningKeys } from '../keys.ts'
import type { Manifest } from '../manifest.ts'

/** Where a city keeps what it receives. */
export type Target = { kind: 'duckdb'; path: string } | { kind: 'postgres'; url: string }

/** `postgres://…` is a server, anything else a DuckDB file. */
export function parseTarget(text: string): Target {
  return /^postgres(ql)?:\/\//.test(text) ? { kind: 'postgres', url: text } : { kind: 'duckdb', path: text }
}

/** One package that was applied, as the control table of the target remembers it. */
export interface AppliedPackage {
  sequence: number
  package: string
  sha256: string
  /** Rows of the city's table after the package. */
  tableRows: number
  appliedAt: Date
  /** The columns and key that the table has since, see `shapeOf` in shape.ts. */
  shape: string
}

/** What applying needs: a verified package and a session that can read its files. */
export interface Application {
  session: Session
  folder: string
  manifest: Manifest
  sha256: string
  at: Date
}

/** A target applies a package within one transaction that also records it: both or neither. */
export interface Applier {
  /** Applies unless it was applied before; `decide` judges the order from what the target remembers. */
  apply(application: Application, decide: Decide): Promise<{ applied: AppliedPackage; again: boolean }>
  close(): Promise<void>
}

/** What the target remembers: the last package, and the one with the same sequence if there is one. */
export interface Memory {
  last: AppliedPackage | undefined
  same: AppliedPackage | undefined
}

/** `again`: it is there already. @throws ShuyuanError where the package may not be applied */
export type Decide = (memory: Memory) => 'apply' | 'again'

/** Control table in the city's database: one row per applied package. */
export const CONTROL = 'shuyuan_packages'

/** What `receivePackage` is given about the parties. */
export interface Parties {
  /** The platform's public key, obtained on a trusted way. */
  platformKey: KeyObject
  /** The city's own keys: they sign the receipt. */
  keys: SigningKeys
  /** The city's own code: packages for others are refused. */
  city?: string
}
