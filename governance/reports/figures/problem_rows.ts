import { sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import { departmentName, presentField } from '../../../catalog/lookup.ts'
import type { Severity } from '../../../catalog/rule_base.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { isRaised } from '../../objections/settings.ts'
import type { Platform } from '../../platform.ts'
import type { NoDue, ProblemRow } from '../data.ts'
import type { Clear } from '../grants.ts'
import { shownKey, shownValue, withoutIdentityText } from '../shown.ts'
import type { ReportedExtract } from './extracts.ts'
import type { OpenRelations, Relations } from './relations.ts'
import type { Words } from './words.ts'

/** A violation of a row as DuckDB gives it; key and value as the audience may see them. */
interface FoundRow {
  extract: number
  line: number
  division: string | null
  rule: string
  field: string | null
  code: string
  severity: Severity
  key: string | null
  value: string | null
  objection: number | null
  state: string | null
  due: string | null
}

/** Which failing rows are asked for. */
export interface Asked {
  extracts: ReportedExtract[]
  /** Only of this league or city. */
  division?: string | undefined
  clear: Clear
  words: Words
  relations: OpenRelations
  /** Versions of the rules by their ids. */
  versions: ReadonlyMap<string, number>
}

/** Every violation of every failing row, newest extracts first, in chunks; nothing is held in memory. */
export async function* problemRows(
  platform: Platform,
  dataset: Dataset,
  asked: Asked,
): AsyncGenerator<ProblemRow[]> {
  const relations = await asked.relations(dataset.id)
  if (!relations || asked.extracts.length === 0) return
  const found = violationRows(relations, asked, [sql`key`, sql`raw`])
  const shown = shownRows(platform, dataset, asked, relations, found)
  const rows = sql`select * from ${shown} order by extract desc, line, rule`
  for await (const chunk of platform.engine.stream<FoundRow>(rows)) {
    yield chunk.map((row) => problemRow(platform, dataset, asked, row))
  }
}

/** The first `limit` rows of each rule, of all rows and of each league or city. */
export async function sampleRows(
  platform: Platform,
  dataset: Dataset,
  asked: Asked,
  limit: number,
): Promise<ProblemRow[]> {
  const relations = await asked.relations(dataset.id)
  if (!relations || asked.extracts.length === 0) return []
  const found = violationRows(relations, asked)
  const order = sql`order by _extract desc, _line`
  const picked = sql`(select v.*, q.key, q.raw from (select * from ${found}
    qualify row_number() over (partition by rule ${order}) <= ${sql.lit(limit)}
      or (division is not null and row_number() over (partition by rule, division ${order}) <= ${sql.lit(limit)})) as v
    join ${relations.quarantine} as q on q._extract = v._extract and q._line = v._line)`
  const shown = shownRows(platform, dataset, asked, relations, picked)
  const samples = await platform.engine.rows<FoundRow>(
    sql`select * from ${shown} order by rule, extract desc, line`,
  )
  return samples.map((row) => problemRow(platform, dataset, asked, row))
}

/** `_extract, _line, division, rule, field, code, severity` of the asked rows, and `more`. */
function violationRows({ quarantine }: Relations, asked: Asked, more: Relation[] = []): Relation {
  const extracts = sql.join(asked.extracts.map(({ seq }) => sql.lit(seq)))
  const own = asked.division ? sql`and division = ${sql.lit(asked.division)}` : sql``
  const columns = [sql`_extract`, sql`_line`, sql`division`, ...more]
  return sql`(select ${sql.join(columns)}, unnest(violations, max_depth := 2)
    from ${quarantine} where _extract in (${extracts}) ${own})`
}

/** The violations with key and value, as the audience may see them, and with the objection to them. */
function shownRows(
  platform: Platform,
  dataset: Dataset,
  asked: Asked,
  { due }: Relations,
  found: Relation,
): Relation {
  const fields = [...new Set([...asked.versions.keys()].flatMap((rule) => fieldOfRule(dataset, rule)))]
  return sql`(select v._extract::integer as extract, v._line::double as line, v.division, v.rule, v.field, v.code, v.severity,
      ${shownKey(platform, dataset, asked.clear)} as key, ${shownValue(platform, dataset, fields, asked.clear)} as value,
      d.objection::integer as objection, d.state, d.due::varchar as due
    from ${found} as v
    left join ${due} as d on d.extract = v._extract and d.line = v._line and d.code = v.code
      and d.field is not distinct from v.field)`
}

/** The field of a rule's id `dataset.field.code`. */
function fieldOfRule(dataset: Dataset, rule: string): string[] {
  const field = rule.slice(dataset.id.length + 1).split('.')[0]
  return field ? [presentField(dataset, field)] : []
}

function problemRow(platform: Platform, dataset: Dataset, asked: Asked, row: FoundRow): ProblemRow {
  const extract = asked.extracts.find(({ seq }) => seq === row.extract)
  const { rule, code, severity, line } = row
  return {
    department: providerName(platform, dataset),
    dataset: dataset.name,
    field: headersOf(dataset, row.field),
    ...{ rule, code, severity, line },
    words: asked.words(dataset.id, code),
    key: row.key ?? '',
    value: row.value ?? undefined,
    file: withoutIdentityText(extract?.fileName ?? ''),
    extract: row.extract,
    period: extract?.period ?? '',
    division: row.division ?? undefined,
    version: asked.versions.get(rule) ?? 1,
    objection: row.objection ?? undefined,
    state: row.state ?? undefined,
    due: row.due ?? undefined,
    noDue: row.due === null ? noDueOf(platform, row) : undefined,
  }
}

function noDueOf({ config }: Platform, { objection, code, severity }: FoundRow): NoDue {
  if (objection !== null) return 'no_calendar'
  return isRaised(config.objections, code, severity) ? 'no_objection' : 'not_raised'
}

/** Headers of a field, or of several joined with `+`. */
export function headersOf(dataset: Dataset, field: string | null): string {
  return (field ?? '')
    .split('+')
    .map((name) => presentField(dataset, name))
    .map((id) => dataset.fields.find((each) => each.id === id)?.header ?? id)
    .filter((header) => header !== '_')
    .join(' + ')
}

export function providerName({ catalogue }: Platform, dataset: Dataset): ProblemRow['department'] {
  return departmentName(catalogue, dataset.providingDepartment)
}
