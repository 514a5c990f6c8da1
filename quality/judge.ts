import { sql } from 'kysely'
import type { Catalogue } from '../catalog/catalogue.ts'
import type { Dataset } from '../catalog/dataset.ts'
import { jsonText } from '../warehouse/engine/functions.ts'
import type { Relation } from '../warehouse/engine/relation.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { compileExpressions } from './expressions/compile.ts'
import { geometryFieldOf } from './geometry/field.ts'
import { examineGeometries } from './geometry/pass.ts'
import { historyOf, periodOf } from './history.ts'
import { plainFields } from './normalise/fields.ts'
import type { PlainFields } from './normalise/plain.ts'
import { placeRows, type SubjectCities } from './places.ts'
import { rulesOf } from './rules/compiled.ts'
import type { RuleInstance } from './rules/instance.ts'
import { geometryTest } from './rules/kinds/geometry.ts'
import {
  anyBit,
  isFew,
  judgedRows,
  maskColumn,
  openScan,
  rejects,
  type Scan,
  standardColumns,
  words,
} from './scan.ts'
import { canJudge, type Followed, type OwnRegister, type References } from './sets/input.ts'
import { judgeSets } from './sets/judge.ts'
import { type Figures, figuresOf, type Tally, tallyOf } from './tally.ts'

export interface JudgeInput {
  catalogue: Catalogue
  dataset: Dataset
  /** The rows of one extract as received, in raw/<dataset>'s shape. `_line` is unique among the rows of an extract. */
  raw: Relation
  /**
   * The numbers of the extracts, rising, where `raw` has rows of several: each is judged as if it were alone. All speak of one
   * day, and no rule of the dataset holds an extract against the register itself.
   */
  extracts?: number[]
  /** The time of which the extract speaks; nothing is "in the future" without it. */
  asOf?: Date
  /** For each register that rules look into, its live rows. A rule whose registers are not all given is not judged. */
  references?: References
  /** The register as it stood before the extract. Without it, its rows are held against each other only. */
  own?: OwnRegister
  /** The keys that subjects had before. Without it every key stands for itself. */
  followed?: Followed
  /**
   * The boundaries of divisions: rows of `division` and `geometry` (WKB, longitude and latitude). Without them no
   * geometry is held against its division.
   */
  boundaries?: Relation
  /** Where the subjects of a register without a division are. Without it, its rows belong to no league or city. */
  places?: SubjectCities[]
  /** How the extract was sent: a full dump replaces what the register has. */
  mode?: 'full' | 'delta'
  /** How many rows there are, where that is known: of few, the statement is made for the spellings that they have. */
  rows?: number
  /** Rules of which it is asked how many rows of each extract break them. */
  asked?: (rule: RuleInstance) => boolean
  /** Version of each rule by its id, for the history; 1 where it names none. */
  versions?: Map<string, number>
}

export interface Judged {
  /** std/<dataset>'s shape without `bucket`. */
  accepted: Relation
  /** quarantine/<dataset>'s shape: every row with a violation, also those with warnings only. */
  quarantined: Relation
  /** quality/history's shape: one row per extract, rule and league or city. */
  history: Relation
  /** Of each extract that has rows. */
  figures: Figures[]
  /** Fields of which no value needed more than the cheap tests, where that was looked at. */
  plain?: PlainFields | undefined
  /** accepted + quarantined = rows of `raw`; `warned` are accepted rows with a warning. */
  counts: { accepted: number; quarantined: number; warned: number }
  /** Version of the rule set. */
  ruleset: string
  /** Drops the temporary table; the relations cannot be read after it. */
  dispose(): Promise<void>
}

/**
 * Judges the rows of one extract: one scan normalises every row and judges it by all row rules; narrow queries of
 * the set rules follow (see `judgeSets`). The judged rows lie in a temporary table of the session, which spills, until `dispose`.
 */
export async function judge(session: Session, input: JudgeInput): Promise<Judged> {
  const { catalogue, dataset, asOf, references = {}, extracts = [] } = input
  const together = extracts.length > 1
  const raw = together ? withOwnLines(input.raw, extracts) : input.raw
  const { row, set, digest } = rulesOf(catalogue, dataset)
  const geometry = geometryFieldOf(catalogue, dataset)
  const pass = geometry && (await examineGeometries(session, raw, geometry, input.boundaries))
  const examined = pass?.rows ?? raw
  const expressions = await compileExpressions(session, catalogue, dataset, row)
  const judging = { asOf, expressions }
  const isSmall = isFew(input.rows)
  const plain = isSmall ? await plainFields(session, catalogue, dataset, raw) : undefined
  const scan = openScan({ catalogue, dataset, raw, examined, plain, judging, rules: [...row, ...set] })
  let tally: Tally | undefined
  const dispose = async () => {
    await tally?.dispose()
    await session.exec(sql`drop table if exists ${scan.judged}`)
  }
  try {
    await session.exec(judgedRows(scan, row)).finally(() => pass?.dispose())
    for (const place of input.places ?? []) await session.exec(placeRows(scan, place))
    const { own, followed, mode = 'delta' } = input
    await judgeSets(session, scan, set, { references, own, followed, mode, asOf, rows: input.rows, together })
    tally = await tallyOf(session, scan, isSmall)
    const { asked } = input
    const figures = await figuresOf(session, scan, tally, asked ? scan.rules.filter(asked) : [])
    const judged = scan.rules.filter((rule) => canJudge(rule, references) && canPlace(rule, input.boundaries))
    const history = historyOf(scan, tally, judged, {
      ruleset: digest,
      period: periodOf(asOf),
      mode: input.mode,
      versions: input.versions,
    })
    return {
      accepted: together ? withLinesAsReceived(accepted(scan)) : accepted(scan),
      quarantined: together ? withLinesAsReceived(quarantined(scan, tally)) : quarantined(scan, tally),
      history,
      figures,
      plain,
      counts: countsOf(figures),
      ruleset: digest,
      dispose,
    }
  } catch (error) {
    await dispose()
    throw error
  }
}

/** More than the lines of any extract. */
const LINES = 2n ** 40n

/** Rows of several extracts with numbers of lines that no two rows share, in the order of the extracts and their lines. */
function withOwnLines(rows: Relation, extracts: number[]): Relation {
  const place = sql`(_extract - ${sql.lit(extracts[0] ?? 0)})::bigint`
  return sql`(select * replace (${place} * ${sql.lit(LINES)}::bigint + _line as _line) from ${rows})`
}

function withLinesAsReceived(rows: Relation): Relation {
  return sql`(select * replace (_line % ${sql.lit(LINES)}::bigint as _line) from ${rows})`
}

/** The rows of all extracts together. */
function countsOf(figures: Figures[]): Judged['counts'] {
  const sum = (count: (each: Figures) => number) => figures.reduce((all, each) => all + count(each), 0)
  return {
    accepted: sum(({ accepted }) => accepted),
    quarantined: sum(({ rejected }) => rejected),
    warned: sum(({ warned }) => warned),
  }
}

/** True but for the rule that needs the boundaries of divisions where there are none. */
function canPlace({ test }: RuleInstance, boundaries: Relation | undefined): boolean {
  return boundaries !== undefined || !geometryTest.is(test) || test.problem !== 'outside_division'
}

function accepted(scan: Scan): Relation {
  return sql`(select ${sql.join(standardColumns(scan))} from ${scan.judged} where not ${anyBit(scan, rejects)})`
}

/** The raw rows that failed: masks lead to the violations, which were put in words once for each combination. */
function quarantined(scan: Scan, tally: Tally): Relation {
  const pairs = scan.dataset.fields.map((field) => sql`${sql.lit(field.id)}: raw.${sql.id(field.id)}`)
  return sql`(select raw._extract, raw._line, raw._op, failing.key, ${anyBit(scan, rejects)} as rejected, violations,
    ${jsonText(sql`{${sql.join(pairs)}}`)} as raw, failing.city as division
    from ${scan.raw} as raw join (${scan.failing} as failing join ${tally.violations} as found
      using (${sql.join(words(scan).map(maskColumn))})) on raw._line = failing._line)`
}
