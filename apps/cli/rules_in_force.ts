import { existsSync } from 'node:fs'
import type { Catalogue } from '../../catalog/catalogue.ts'
import { assertCatalogue } from '../../catalog/check.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { datasetOf } from '../../catalog/lookup.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { dataPaths } from '../../core/paths.ts'
import type { Settings } from '../../core/settings.ts'
import {
  type AcceptedRule,
  type AcceptedRules,
  readAcceptedRules,
  withAcceptedRules,
} from '../../governance/rules/accepted.ts'
import { type RuleVersion, registeredVersions, ruleTable } from '../../quality/rule_versions.ts'
import { rulesOf } from '../../quality/rules/compiled.ts'
import { digestOf } from '../../quality/rules/digest.ts'
import type { RuleInstance } from '../../quality/rules/instance.ts'
import { deploymentOf } from '../deployment.ts'
import { open, rulesFolder } from './wiring.ts'

/** A rule that judges the next extract: declared by its register, or accepted by a person. */
export interface RuleInForce {
  dataset: Dataset
  rule: RuleInstance
  /** Not of declared rules. */
  accepted?: AcceptedRule
}

/** The catalogue with the accepted rules, and its rules. Only files are read. */
export interface RulesInForce {
  catalogue: Catalogue
  of(dataset: Dataset): RuleInForce[]
  /** @throws ShuyuanError `cli.unknown_rule` */
  named(id: string): RuleInForce
}

/** @throws ShuyuanError `pipelines.accepted_rules_invalid`, `catalog.inconsistent` */
export async function rulesInForce(settings: Settings): Promise<RulesInForce> {
  const deployment = await deploymentOf(settings)
  const declared = deployment.catalogue
  const accepted = await readAcceptedRules(rulesFolder(settings, deployment))
  const catalogue = withAcceptedRules(declared, accepted)
  assertCatalogue(catalogue)
  const of = (dataset: Dataset): RuleInForce[] => {
    const acceptances = acceptancesOf(declared, dataset, accepted)
    return instancesOf(catalogue, dataset).map((rule) => {
      const acceptance = acceptances.get(digestOf(dataset, rule))
      return { dataset, rule, ...(acceptance ? { accepted: acceptance } : {}) }
    })
  }
  const named = (id: string): RuleInForce => {
    const dataset = catalogue.datasets.find((each) => id.startsWith(`${each.id}.`))
    const found = dataset && of(dataset).find(({ rule }) => rule.id === id)
    if (!found) throw new ShuyuanError('cli.unknown_rule', { rule: id })
    return found
  }
  return { catalogue, of, named }
}

function instancesOf(catalogue: Catalogue, dataset: Dataset): RuleInstance[] {
  const { row, set } = rulesOf(catalogue, dataset)
  return [...row, ...set]
}

/** Acceptances by the digests of the rules that a register has by them and would not have without. */
function acceptancesOf(
  declared: Catalogue,
  { id }: Dataset,
  accepted: AcceptedRules,
): Map<string, AcceptedRule> {
  const plain = datasetOf(declared, id)
  const digests = (rules: Dataset['rules']) =>
    instancesOf(declared, { ...plain, rules }).map((rule) => digestOf(plain, rule))
  const own = new Set(digests(plain.rules))
  return new Map(
    (accepted.get(id) ?? []).flatMap((acceptance) =>
      digests([...plain.rules, acceptance.rule])
        .filter((digest) => !own.has(digest))
        .map((digest) => [digest, acceptance] as const),
    ),
  )
}

/** The registered versions of the rules of these registers. A data folder that there is not is not begun for it. */
export async function versionsOf(
  settings: Settings,
  datasets: Dataset[],
): Promise<Map<string, RuleVersion[]>> {
  if (!existsSync(dataPaths(settings.dataRoot).lake)) return new Map()
  const opened = await open(settings)
  try {
    const { engine, lake } = opened.platform
    if (!(await lake.table(ruleTable).exists())) return new Map()
    const found = new Map<string, RuleVersion[]>()
    for (const { id } of datasets) found.set(id, await registeredVersions(engine, { lake }, id))
    return found
  } finally {
    await opened.close()
  }
}
