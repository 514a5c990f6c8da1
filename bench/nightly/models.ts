import { sql } from 'kysely'
import { catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { compileExpressions } from '../../quality/expressions/compile.ts'
import { anyBit, judgedRows, openScan, rejects, words } from '../../quality/scan.ts'
import type { Session, Sql } from '../../warehouse/engine/session.ts'
import { compile } from '../../warehouse/engine/sql.ts'
import { queriesByHand } from '../foundation/by_hand.ts'
import { foundationsOf, NIGHT, rowRulesOf, withoutGeometry } from './registers.ts'

/** A model or a test of dbt: its name, its statement, and of which models it is made. */
export interface Model {
  name: string
  sql: string
  of: string[]
  /** Appends to what there is; where there is nothing yet, it is made by this statement. */
  first?: string
}

/** Text of a statement without parameters. */
function textOf(query: Sql): string {
  const { sql: text, parameters } = compile(query)
  if (parameters.length > 0) throw new Error('a statement of the models has parameters')
  return text
}

/** The models of a register, in the order in which they are made, and a test for each of its rules on rows. */
export async function modelsOf(
  session: Session,
  dataset: Dataset,
  files: { night: string; seed: string; asOf: Date },
): Promise<{ models: Model[]; tests: Model[] }> {
  const { id } = dataset
  const row = rowRulesOf(dataset)
  const plain = withoutGeometry(dataset)
  const sent = dataset.fields.map((field) => field.id)
  const table = (layer: string) => `${layer}_${id}`
  const columns = [...sent, '_op'].map((field) => `'${field}': 'VARCHAR'`).join(', ')
  const received = `select ${NIGHT} as _extract, row_number() over () + 1 as _line, _op, ${sent.join(', ')}, null::varchar as _extra
    from read_csv('${files.night}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {${columns}})`
  const judging = {
    asOf: files.asOf,
    expressions: await compileExpressions(session, catalogue, plain, row),
  }
  const raw = sql`(select * from ${sql.raw(table('raw'))} where _extract = ${sql.lit(NIGHT)})`
  const scan = {
    ...openScan({ catalogue, dataset: plain, raw, examined: raw, judging, rules: row }),
    judged: sql`judged`,
  }
  const judged = textOf(judgedRows(scan, row)).replace(/^\s*create temp table judged as/, '')
  const masks = words(scan).map((word) => `mask${word}`)
  const rejected = textOf(sql`${anyBit(scan, rejects)}`)
  const failing = `(${masks.map((mask) => `${mask} <> 0`).join(' or ')})`
  const broken = row.map((rule) => ({
    id: rule.id,
    when: textOf(sql`${anyBit(scan, (each) => each === rule)}`),
  }))
  const asOf = `timestamptz '${files.asOf.toISOString()}'`
  const models: Model[] = [
    { name: table('raw'), sql: received, of: [], first: `select * from (${received}) where false` },
    { name: table('judged'), sql: judged, of: [table('raw')] },
    {
      name: table('std'),
      sql: `select * exclude (${['city', ...masks].join(', ')}), coalesce(${dataset.eventTime}::timestamptz, ${asOf}) as _from, ${asOf} as _as_of
        from ${table('judged')} where not ${rejected}`,
      of: [table('judged')],
      first: `select _extract, _line, _op, ${plain.fields.map((field) => field.id).join(', ')}, _repair, _from, _as_of from read_parquet('${files.seed}')`,
    },
    {
      name: table('quarantine'),
      sql: `select j._extract, j._line, ${rejected} as rejected, city,
          list_filter([${broken.map(({ id, when }) => `case when ${when} then '${id}' end`).join(', ')}]::varchar[], lambda each: each is not null) as violations,
          to_json({${sent.map((field) => `'${field}': r.${field}`).join(', ')}})::varchar as raw
        from ${table('judged')} as j join ${table('raw')} as r using (_extract, _line) where ${failing}`,
      of: [table('judged'), table('raw')],
    },
    {
      name: table('history'),
      sql: `select '${id}' as dataset, city, count(*) as checked,
          unnest([${broken.map(({ id, when }) => `{'rule': '${id}', 'failed': count(*) filter (${when})}`).join(', ')}], max_depth := 2)
        from ${table('judged')} group by city`,
      of: [table('judged')],
    },
  ]
  const tests = broken.map(({ id: rule, when }, at) => ({
    name: `${id}_${at}_${rule.replace(/[^a-z0-9_]+/gi, '_').slice(-60)}`,
    sql: `select _line from ${table('judged')} where ${when}`,
    of: [table('judged')],
  }))
  return { models, tests }
}

/** The models of the foundations, and the scores of all registers. */
export function modelsOfAll(registers: Dataset[]): Model[] {
  const known = new Set(registers.map(({ id }) => id))
  const std = (id: string) => (known.has(id) ? `std_${id}` : undefined)
  const built = foundationsOf(registers).flatMap((foundation): Model[] => {
    const records = `records_${foundation}`
    const queries = queriesByHand({ foundation, std, records, out: '' })
    const own = registers.filter((each) => each.foundation === foundation).map(({ id }) => `std_${id}`)
    return [
      { name: records, sql: queries.records, of: own },
      { name: `base_${foundation}`, sql: queries.base, of: [records] },
      ...(queries.conflicts
        ? [{ name: `conflicts_${foundation}`, sql: queries.conflicts, of: [records] }]
        : []),
      ...queries.states.map(
        ([id, query]): Model => ({ name: `states_${id}`, sql: query, of: [`std_${id}`] }),
      ),
    ]
  })
  const histories = registers.map(({ id }) => `history_${id}`)
  const indicators = registers
    .flatMap(rowRulesOf)
    .map(({ id, dimension, indicator }) => `('${id}', '${dimension}', '${indicator}')`)
  return [
    ...built,
    {
      name: 'indicators',
      sql: `select dataset, city, dimension, indicator, sum(checked) as evaluated, sum(failed) as failed
        from (${histories.map((table) => `select * from ${table}`).join(' union all ')}) join (values ${indicators.join(', ')}) as rules(rule, dimension, indicator) using (rule)
        group by all`,
      of: histories,
    },
    {
      name: 'scores',
      sql: `select dataset, city, dimension, sum(evaluated) as evaluated, sum(failed) as failed, 1 - sum(failed) / sum(evaluated) as score
        from indicators group by grouping sets ((dataset, city, dimension), (dataset, dimension), (dataset), (dimension), ())`,
      of: ['indicators'],
    },
  ]
}
