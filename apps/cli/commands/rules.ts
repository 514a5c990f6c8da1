import { catalogue } from '../../../catalog/catalogue.ts'
import type { Dataset } from '../../../catalog/dataset.ts'
import { datasetOf } from '../../../catalog/lookup.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { locales } from '../../../core/locale.ts'
import type { Settings } from '../../../core/settings.ts'
import { type RuleVersion, registeredVersions, ruleTable } from '../../../pipelines/rules/index.ts'
import {
  definitionOf,
  digestOf,
  examplesOf,
  type RuleInstance,
  rulesOf,
  violationWords,
} from '../../../quality/index.ts'
import { type Exit, exit, type Io } from '../io.ts'
import '../locale_rules.ts'
import { renderTable } from '../table.ts'
import { open } from '../wiring.ts'

/** Rules of a dataset, or of all. @throws ShuyuanError `catalog.unknown_dataset` */
export async function listRules(io: Io, _options: object, id?: string): Promise<Exit> {
  const datasets = id ? [datasetOf(catalogue, id)] : catalogue.datasets
  const versions = await versionsOf(io.settings, datasets)
  const rules = datasets.flatMap((dataset) =>
    rulesIn(dataset).map((rule) => ({
      rule: rule.id,
      words: violationWords(rule.code, io.locale, [rule]),
      severity: rule.severity,
      indicator: `${rule.dimension}.${rule.indicator}`,
      version: currentVersion(dataset, rule, versions),
    })),
  )
  io.answer(rules)
  const columns = ['rule', 'words', 'severity', 'indicator', 'version'] as const
  const cells = rules.map((rule) => [
    rule.rule,
    rule.words,
    io.text(`severity.${rule.severity}`),
    rule.indicator,
    rule.version ?? '–',
  ])
  for (const line of renderTable(
    columns.map((column) => io.text(`rules.column.${column}`)),
    cells,
  ))
    io.say(line)
  return exit.ok
}

/** One rule. @throws ShuyuanError `cli.unknown_rule` */
export async function showRule(io: Io, _options: object, id: string): Promise<Exit> {
  const { dataset, rule } = ruleNamed(id)
  const versions = (await versionsOf(io.settings, [dataset])).get(dataset.id) ?? []
  const own = versions.filter((each) => each.rule === id)
  const examples = examplesOf(catalogue, dataset, rule) ?? { good: [], bad: [] }
  const words = Object.fromEntries(
    locales.map((locale) => [locale, violationWords(rule.code, locale, [rule])]),
  )
  io.answer({ ...rule, words, digest: digestOf(dataset, rule), versions: own, examples })
  io.say(violationWords(rule.code, io.locale, [rule]))
  io.say(`${io.text(`severity.${rule.severity}`)} · ${rule.dimension}.${rule.indicator}`)
  io.say(definitionOf(rule))
  for (const each of own)
    io.say(
      io.text('rules.version', {
        version: each.version,
        extract: each.since_extract,
        digest: each.digest.slice(0, 12),
      }),
    )
  for (const [kind, rows] of Object.entries(examples)) {
    io.say(io.text(`rules.${kind}`, { count: rows.length }))
    for (const row of rows.slice(0, 10)) io.say(`  ${JSON.stringify(row)}`)
  }
  return exit.ok
}

function rulesIn(dataset: Dataset): RuleInstance[] {
  const { row, set } = rulesOf(catalogue, dataset)
  return [...row, ...set]
}

/** The rule `id` with its dataset. @throws ShuyuanError `cli.unknown_rule` */
export function ruleNamed(id: string): { dataset: Dataset; rule: RuleInstance } {
  const dataset = catalogue.datasets.find((each) => id.startsWith(`${each.id}.`))
  const rule = dataset && rulesIn(dataset).find((each) => each.id === id)
  if (!dataset || !rule) throw new ShuyuanError('cli.unknown_rule', { rule: id })
  return { dataset, rule }
}

/** The version under which the rule as it now stands is registered; undefined: it has judged nothing yet. */
function currentVersion(
  dataset: Dataset,
  rule: RuleInstance,
  versions: Map<string, RuleVersion[]>,
): number | undefined {
  const last = versions.get(dataset.id)?.findLast((each) => each.rule === rule.id)
  return last?.digest === digestOf(dataset, rule) ? last.version : undefined
}

async function versionsOf(settings: Settings, datasets: Dataset[]): Promise<Map<string, RuleVersion[]>> {
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
