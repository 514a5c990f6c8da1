import type { Dataset } from '../../catalog/dataset.ts'
import type { Identifier } from '../../catalog/identifiers.ts'
import type { KeyChanges } from '../../warehouse/engine/present_keys.ts'
import type { Expression, Relation } from '../../warehouse/engine/relation.ts'
import type { RuleInstance } from '../rules/instance.ts'
import { isSetTest } from './tests.ts'

/** Values that the rows of interest have in `columns`, as rows of those columns in that order. */
export interface Among {
  columns: string[]
  values: Expression
}

/** Identifiers of subjects among a register's fields, and the keys that subjects had before. */
export interface Followed {
  identifiers: Identifier[]
  changes: KeyChanges
}

/** A register as set rules read it: its rows name subjects by their present keys. */
export interface Register {
  dataset: Dataset
  /** The live rows as `columns`, those with other values than `among` may be left out. */
  live(columns: string[], among?: Among): Relation
}

/** For each register that rules look into: its rows. */
export type References = Record<string, Register>

/** The register of the extract itself, as it stood before it. */
export interface OwnRegister extends Register {
  /**
   * The live rows that a full dump leaves as they are, since they are newer than the dump or the dump mentions their
   * key (a value of `mentioned`) in a row that is not accepted.
   */
  staying(columns: string[], mentioned: Relation): Relation
  /** Present keys, as rows `key`, that the register has stated for subjects which had another key before. */
  stated?: Relation | undefined
}

/** What set rules are held against, beyond the extract's own rows. */
export interface SetInput {
  references: References
  /** Without it the rows of the extract are held against each other only. */
  own?: OwnRegister | undefined
  /** Without it every key stands for itself. */
  followed?: Followed | undefined
  mode: 'full' | 'delta'
  asOf?: Date | undefined
  /** How many rows there are, where that is known. */
  rows?: number | undefined
  /** The rows are of several extracts, each to be judged as if it were alone. Not for rules that hold rows against `own`. */
  together?: boolean | undefined
}

/** True when the rule can be judged: what it refers to needs every register that it names. */
export function canJudge({ test }: RuleInstance, references: References): boolean {
  return !isSetTest(test) || !('datasets' in test) || test.datasets.every((id) => id in references)
}
