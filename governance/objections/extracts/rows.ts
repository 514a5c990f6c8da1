import { sql } from 'kysely'
import type { Dataset } from '../../../catalog/dataset.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { filesOf } from '../../../warehouse/lake/transactions.ts'
import type { Platform } from '../../platform.ts'
import { filledColumn } from '../columns.ts'
import type { Policy } from '../rows/failures.ts'
import type { Naming } from '../rows/fingerprint.ts'
import { raisedCodes } from '../settings.ts'
import { itemSecret } from '../steps.ts'

/** How the rows of a dataset are named. */
export async function namingOf(platform: Platform, dataset: Dataset): Promise<Naming> {
  return { catalogue: platform.catalogue, dataset, secret: await itemSecret(platform) }
}

/** Which failures of a dataset are objected to. */
export function policyOf({ config, catalogue }: Platform, dataset: Dataset): Policy {
  const columns = dataset.fields.flatMap(({ id }) => {
    const filled = filledColumn(catalogue, dataset, id)
    return filled ? [{ field: id, ...filled }] : []
  })
  const { severities } = config.objections.raise
  return { severities, ...raisedCodes(config.objections), columns }
}

/** What the extracts brought to a table of a dataset; undefined where there is none. */
export async function broughtTo(
  { lake }: Platform,
  layer: 'raw' | 'std' | 'quarantine',
  dataset: Dataset,
  seqs: number[],
): Promise<Relation | undefined> {
  const table = lake.table(`${layer}/${dataset.id}`)
  if (!(await table.exists())) return undefined
  const snapshot = await table.snapshot()
  const transactions = seqs.map((version) => ({ app: 'ingest', version }))
  return filesOf(snapshot, transactions).length === 0
    ? undefined
    : table.ofTransactions(snapshot, transactions)
}

/** The versions of the rules that judged the extracts, by rule. */
export async function ruleVersions(
  { lake, engine }: Platform,
  dataset: Dataset,
  seqs: number[],
): Promise<Map<string, number>> {
  const table = lake.table('quality/history')
  if (!(await table.exists())) return new Map()
  const history = await table.ofExtract(seqs, dataset.id)
  const rows = await engine.rows<{ rule: string; version: number | null }>(
    sql`select rule, max(version)::integer as version from ${history} where dataset = ${sql.lit(dataset.id)} and failed > 0
      group by rule`,
  )
  return new Map(rows.flatMap(({ rule, version }) => (version === null ? [] : [[rule, version] as const])))
}
