import { datasetOf } from '../../../catalog/lookup.ts'
import { locales } from '../../../core/locale.ts'
import { examplesOf } from '../../../quality/examples/examples.ts'
import type { RuleVersion } from '../../../quality/rule_versions.ts'
import { definitionOf, digestOf } from '../../../quality/rules/digest.ts'
import { violationWords } from '../../../quality/words.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'
import { type RuleInForce, rulesInForce, versionsOf } from '../rules_in_force.ts'
import '../locale_rules.ts'
import { renderTable } from '../table.ts'
import { moment } from '../words.ts'

/** Rules of a dataset, or of all. @throws ShuyuanError `catalog.unknown_dataset` */
export const listRules = command({
  usage: 'list [dataset]',
  words: {
    'zh-CN': '列出规则：含义、级别、指标与版本',
    en: 'rules with their words, severity, indicator and version',
  },
  async run(io, _options, id) {
    const known = await rulesInForce(io.settings)
    const datasets = id ? [datasetOf(known.catalogue, id)] : known.catalogue.datasets
    const versions = await versionsOf(io.settings, datasets)
    const rules = datasets.flatMap(known.of).map((each) => ({
      rule: each.rule.id,
      words: violationWords(each.rule.code, io.locale, [each.rule]),
      severity: each.rule.severity,
      indicator: `${each.rule.dimension}.${each.rule.indicator}`,
      version: currentVersion(each, versions),
      ...acceptanceOf(each),
    }))
    io.answer(rules)
    const columns = ['rule', 'words', 'severity', 'indicator', 'version', 'accepted'] as const
    const cells = rules.map((rule) => [
      rule.rule,
      rule.words,
      io.text(`severity.${rule.severity}`),
      rule.indicator,
      rule.version ?? '–',
      rule.accepted ? `${rule.accepted.by}, ${moment(new Date(rule.accepted.at))}` : '',
    ])
    for (const line of renderTable(
      columns.map((column) => io.text(`rules.column.${column}`)),
      cells,
    ))
      io.say(line)
    return exit.ok
  },
})

/** One rule. @throws ShuyuanError `cli.unknown_rule` */
export const showRule = command({
  usage: 'show <rule>',
  words: { 'zh-CN': '一条规则：定义、版本与样例', en: 'one rule: its definition, versions and examples' },
  async run(io, _options, id) {
    const { catalogue, named } = await rulesInForce(io.settings)
    const known = named(id)
    const { dataset, rule } = known
    const versions = (await versionsOf(io.settings, [dataset])).get(dataset.id) ?? []
    const own = versions.filter((each) => each.rule === id)
    const examples = examplesOf(catalogue, dataset, rule) ?? { good: [], bad: [] }
    const words = Object.fromEntries(
      locales.map((locale) => [locale, violationWords(rule.code, locale, [rule])]),
    )
    io.answer({
      ...{ ...rule, words, digest: digestOf(dataset, rule), versions: own, examples },
      ...acceptanceOf(known),
    })
    io.say(violationWords(rule.code, io.locale, [rule]))
    io.say(`${io.text(`severity.${rule.severity}`)} · ${rule.dimension}.${rule.indicator}`)
    io.say(definitionOf(rule))
    sayAcceptance(io, known)
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
  },
})

/** Who made a suggestion this rule, when and why; nothing of a declared rule. */
function acceptanceOf({ accepted }: RuleInForce) {
  if (!accepted) return {}
  const { id, acceptedBy: by, acceptedAt: at, reason } = accepted
  return { accepted: { id, by, at, reason } }
}

function sayAcceptance(io: Io, { accepted }: RuleInForce): void {
  if (!accepted) return
  const { id, acceptedBy: by, acceptedAt, reason } = accepted
  io.say(io.text('rules.accepted.as', { id, by, at: moment(new Date(acceptedAt)), reason }))
}

/** The version under which the rule as it now stands is registered; undefined: it has judged nothing yet. */
function currentVersion(
  { dataset, rule }: RuleInForce,
  versions: Map<string, RuleVersion[]>,
): number | undefined {
  const last = versions.get(dataset.id)?.findLast((each) => each.rule === rule.id)
  return last?.digest === digestOf(dataset, rule) ? last.version : undefined
}
