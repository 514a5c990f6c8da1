import { sql } from 'kysely'
import type { Dataset } from '../catalog/dataset.ts'
import type { Session } from '../warehouse/engine/session.ts'
import { values } from '../warehouse/engine/values.ts'
import { filesOfApp } from '../warehouse/lake/transactions.ts'
import type { RegisterLake } from '../warehouse/resolve/key_register.ts'
import { ruleColumns } from '../warehouse/tables/quality.ts'
import { rulesOf } from './rules/compiled.ts'
import { definitionOf, digestOf } from './rules/digest.ts'
import type { RuleInstance } from './rules/instance.ts'

/** Where every version of every rule is registered. */
export const ruleTable = 'quality/rules'

/** A registered version of a rule. */
export interface RuleVersion {
  rule: string
  version: number
  digest: string
  since_extract: number
}

/**
 * The version of every rule that judges extract `seq`, by its id. A rule whose digest is not that of its latest
 * version is registered as the next one first, so that results never name a version that nobody can look up.
 * Called again, after a crash or for the next extract, it finds what it wrote and writes nothing.
 */
export async function ruleVersions(
  session: Session,
  platform: RegisterLake,
  dataset: Dataset,
  seq: number,
): Promise<Map<string, number>> {
  const { row, set, digest } = rulesOf(platform.catalogue, dataset)
  const table = platform.lake.table(ruleTable)
  await table.create(ruleColumns())
  const known = await registeredVersions(session, platform, dataset.id)
  const latest = new Map(known.map((each) => [each.rule, each]))
  const changed: { rule: RuleInstance; version: number }[] = []
  const versions = new Map<string, number>()
  for (const rule of [...row, ...set]) {
    const last = latest.get(rule.id)
    const same = last?.digest === digestOf(dataset, rule)
    const version = same ? last.version : (last?.version ?? 0) + 1
    versions.set(rule.id, version)
    if (!same) changed.push({ rule, version })
  }
  if (changed.length > 0) {
    const rows = changed.map(({ rule, version }) => rowOf(dataset, rule, version, digest, seq))
    await table.appendOnce(session, sql`from ${values(ruleColumns(), rows)} order by rule`, {
      app: appOf(dataset.id),
      version: known.length + changed.length,
      operation: 'RULES',
    })
  }
  return versions
}

/** What was read last of a dataset in a lake, and the files that it was read from: files never change. */
const read = new WeakMap<object, Map<string, { from: string; versions: RuleVersion[] }>>()

/** All versions of the dataset's rules, oldest first. */
export async function registeredVersions(
  session: Session,
  { lake }: Pick<RegisterLake, 'lake'>,
  dataset: string,
): Promise<RuleVersion[]> {
  const table = lake.table(ruleTable)
  const snapshot = await table.snapshot()
  const files = filesOfApp(snapshot, appOf(dataset))
  if (files.length === 0) return []
  const from = files.map(({ path }) => path).join(' ')
  const known = read.get(lake) ?? new Map<string, { from: string; versions: RuleVersion[] }>()
  const last = known.get(dataset)
  if (last?.from === from) return [...last.versions]
  const versions = await session.rows<RuleVersion>(
    sql`select rule, version, digest, since_extract from ${table.select(snapshot, { files })}
      where dataset = ${sql.lit(dataset)} order by rule, version`,
  )
  read.set(lake, known.set(dataset, { from, versions }))
  return [...versions]
}

function appOf(dataset: string): string {
  return `rules.${dataset}`
}

function rowOf(dataset: Dataset, rule: RuleInstance, version: number, ruleset: string, seq: number) {
  const { id, code, severity, dimension, indicator, field } = rule
  return {
    ...{ dataset: dataset.id, rule: id, version, digest: digestOf(dataset, rule), ruleset },
    ...{ code, severity, dimension, indicator, field },
    ...{ definition: definitionOf(rule), since_extract: seq },
  }
}
