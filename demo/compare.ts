import { catalogue } from '../catalog/catalogue.ts'
import { elementsOf, foundationOf } from '../catalog/lookup.ts'
import type { Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { type CodeCheckComparison, compareCodeCheck } from './compare_code_check.ts'
import { compareFaults, type FaultComparison, type FaultInput } from './compare_faults.ts'
import { compareGeometry, type GeometryComparison } from './compare_geometry.ts'
import {
  type ConflictComparison,
  compareConflicts,
  compareGolden,
  type GoldenComparison,
} from './compare_golden.ts'
import { compareHistory, type HistoryComparison } from './compare_history.ts'
import { compareObjections, type ObjectionComparison, type ObjectionInput } from './compare_objections.ts'

export interface ComparisonInput extends Omit<FaultInput, 'limit'> {
  /** Golden tables and conflict tables, by foundation. */
  base: Record<string, Relation>
  conflicts: Record<string, Relation>
  /** States of records, by dataset that keeps them. */
  history: Record<string, Relation>
  /** What the verifier of organisations' codes found. */
  codeCheck?: Relation
  /** What was objected to. */
  objections?: Omit<ObjectionInput, 'limit' | 'quarantine'>
  /** How many differing rows each list names. */
  limit?: number
}

export interface TruthComparison {
  faults: FaultComparison
  golden: Record<string, GoldenComparison>
  conflicts: Record<string, ConflictComparison>
  history: Record<string, HistoryComparison>
  /** By foundation whose records have a geometry. */
  geometry: Record<string, GeometryComparison>
  codeCheck: CodeCheckComparison
  objections: ObjectionComparison | undefined
  recall: number
  precision: number
  /** True when everything is as it must be. */
  perfect: boolean
}

/** Compares what the platform made of the province with the truth about it. */
export async function compareWithTruth(session: Session, input: ComparisonInput): Promise<TruthComparison> {
  const limit = input.limit ?? 20
  const faults = await compareFaults(session, { ...input, limit })
  const golden: TruthComparison['golden'] = {}
  const conflicts: TruthComparison['conflicts'] = {}
  for (const [foundation, base] of Object.entries(input.base)) {
    golden[foundation] = await compareGolden(session, base, { truthDir: input.truthDir, foundation, limit })
  }
  for (const [foundation, rows] of Object.entries(input.conflicts)) {
    conflicts[foundation] = await compareConflicts(session, rows, {
      truthDir: input.truthDir,
      foundation,
      limit,
    })
  }
  const history: TruthComparison['history'] = {}
  for (const [dataset, rows] of Object.entries(input.history)) {
    history[dataset] = await compareHistory(session, rows, { truthDir: input.truthDir, dataset, limit })
  }
  const geometry = await geometriesOf(session, input, limit)
  const codeCheck = input.codeCheck
    ? await compareCodeCheck(session, input.codeCheck, { truthDir: input.truthDir, limit })
    : { expected: 0, found: 0, different: [] }
  const objections =
    input.objections &&
    (await compareObjections(session, { ...input.objections, quarantine: input.quarantine, limit }))
  const { recall, precision } = faults
  const perfect =
    isPerfect(faults) &&
    codeCheck.different.length === 0 &&
    isObjectedTo(objections) &&
    [...Object.values(golden), ...Object.values(history)].every(isSame) &&
    Object.values(geometry).every(({ expected, equal }) => expected === equal) &&
    Object.values(conflicts).every(isFound)
  return { faults, golden, conflicts, history, geometry, codeCheck, objections, recall, precision, perfect }
}

async function geometriesOf(
  session: Session,
  { base, truthDir }: ComparisonInput,
  limit: number,
): Promise<TruthComparison['geometry']> {
  const found: TruthComparison['geometry'] = {}
  for (const [foundation, rows] of Object.entries(base)) {
    if (!elementsOf(catalogue, foundation).some((element) => element.type === 'geometry')) continue
    const { key } = foundationOf(catalogue, foundation)
    found[foundation] = await compareGeometry(session, rows, { truthDir, foundation, key, limit })
  }
  return found
}

function isPerfect(faults: FaultComparison): boolean {
  return faults.missed.length === 0 && faults.unexpected.length === 0
}

function isSame({ expected, equal, extra }: Pick<GoldenComparison, 'expected' | 'equal' | 'extra'>): boolean {
  return expected === equal && extra === 0
}

function isFound({ expected, found, extra }: ConflictComparison): boolean {
  return expected === found && extra.length === 0
}

function isObjectedTo(objections: ObjectionComparison | undefined): boolean {
  if (!objections) return true
  const { missing, unexpected, stale, wronglyClosed } = objections
  return [missing, unexpected, stale, wronglyClosed].every((each) => each.length === 0)
}
