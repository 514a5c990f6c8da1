import { sql } from 'kysely'
import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import type { ElementType } from '../../catalog/element.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { nullWhereItFails } from '../../warehouse/engine/functions.ts'
import type { Expression } from '../../warehouse/engine/relation.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { typeOf } from '../normalise/fields.ts'
import { rulesOf } from '../rules/compiled.ts'
import type { RuleInstance } from '../rules/instance.ts'
import { expressionTest } from '../rules/kinds/fields.ts'
import { Refusal, refused } from './refusal.ts'
import { statementSchema, syntaxErrorSchema } from './tree.ts'
import { type Walk, written } from './walk.ts'

/**
 * Compiles the expressions among the rules: parsed by the engine's own parser, walked against lists of what may
 * stand in them, written anew with the row's columns bound, and bound once to empty rows. A row on which an
 * expression fails (a division by zero, a cast) is not judged by it.
 * @throws ShuyuanError `quality.expression_*` naming the rule and the part that is refused
 */
export async function compileExpressions(
  session: Session,
  catalogue: Catalogue,
  dataset: Dataset,
  rules: readonly RuleInstance[],
): Promise<Map<string, Expression>> {
  const compiled = new Map<string, Expression>()
  for (const { id, test } of rules) {
    if (!expressionTest.is(test)) continue
    try {
      const bad = written(await parse(session, test.bad), walkOf(catalogue, dataset))
      await bind(session, catalogue, dataset, bad)
      compiled.set(id, nullWhereItFails(bad))
    } catch (error) {
      throw error instanceof Refusal ? refused(id, error) : error
    }
  }
  return compiled
}

/** Every expression of the catalogue that is refused, as errors. */
export async function checkExpressions(session: Session, catalogue: Catalogue): Promise<ShuyuanError[]> {
  const found: ShuyuanError[] = []
  for (const dataset of catalogue.datasets) {
    for (const rule of rulesOf(catalogue, dataset).row) {
      try {
        await compileExpressions(session, catalogue, dataset, [rule])
      } catch (error) {
        if (!(error instanceof ShuyuanError)) throw error
        found.push(error)
      }
    }
  }
  return found
}

/** The tree of `select <expression>`. @throws Refusal */
async function parse(session: Session, text: string): Promise<unknown> {
  const [row] = await session.rows<{ tree: string }>(
    sql`select json_serialize_sql(${sql.lit(`select ${text}`)}::varchar)::varchar as tree`,
  )
  const tree: unknown = JSON.parse(row?.tree ?? '{}')
  const syntax = syntaxErrorSchema.safeParse(tree)
  if (syntax.success) throw new Refusal('syntax', syntax.data.error_message)
  const statement = statementSchema.safeParse(tree)
  if (!statement.success) throw new Refusal('part', 'SELECT')
  return statement.data.statements[0]?.node.select_list[0]
}

function walkOf(catalogue: Catalogue, dataset: Dataset): Walk {
  const column = (name: string) => {
    const known = dataset.fields.some((field) => field.id === name)
    return known && typeOf(catalogue, dataset, name) !== 'geometry' ? sql`${sql.id(name)}` : undefined
  }
  return { column, nodes: 0 }
}

/** Types fit together, and the result is a truth value: tried on a row of NULLs. @throws Refusal */
async function bind(
  session: Session,
  catalogue: Catalogue,
  dataset: Dataset,
  bad: Expression,
): Promise<void> {
  const columns = dataset.fields.map(
    ({ id }) => sql`null::${valueType(catalogue, dataset, id)} as ${sql.id(id)}`,
  )
  const query = sql`select typeof(bad) as type from (select ${nullWhereItFails(bad)} as bad from (select ${sql.join(columns)}))`
  let rows: { type: string }[]
  try {
    rows = await session.rows<{ type: string }>(query)
  } catch (error) {
    throw new Refusal(
      'type',
      error instanceof ShuyuanError ? String(error.fields.detail ?? error.code) : 'binding',
    )
  }
  const type = rows[0]?.type ?? ''
  if (type !== 'BOOLEAN') throw new Refusal('type', type)
}

/** The type that the normalised value of a field has in the scan. */
function valueType(catalogue: Catalogue, dataset: Dataset, field: string): Expression {
  const type: ElementType = typeOf(catalogue, dataset, field)
  switch (type) {
    case 'date':
      return sql`date`
    case 'datetime':
      return sql`timestamptz`
    case 'integer':
      return sql`bigint`
    case 'decimal':
      return sql`decimal(18, 4)`
    case 'geometry':
      return sql`blob`
    default:
      return sql`varchar`
  }
}
