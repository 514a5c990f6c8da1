import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { examplesOf } from '../../../quality/examples/examples.ts'
import { type TestedRules, testRules } from '../../../quality/examples/run.ts'
import { checkExpressions } from '../../../quality/expressions/compile.ts'
import type { RuleInstance } from '../../../quality/rules/instance.ts'
import { openEngine } from '../../../warehouse/engine/engine.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'
import { type RulesInForce, rulesInForce } from '../rules_in_force.ts'
import '../locale_rules.ts'

/** Judges the examples; `what` is a dataset, a rule, or not given: all. @throws ShuyuanError `cli.unknown_rule` */
export const testExamples = command({
  usage: 'test [what]',
  words: {
    'zh-CN': '用样例检验一个数据集、一条或全部规则',
    en: 'judge the examples of the rules of a dataset, of one rule, or of all',
  },
  async run(io, _options, what) {
    const inForce = await rulesInForce(io.settings)
    const { catalogue } = inForce
    const { datasets, chosen } = scopeOf(inForce, what)
    const folder = await mkdtemp(join(tmpdir(), 'shuyuan-rules-'))
    const engine = await openEngine({ tempDirectory: folder, threads: io.settings.threads })
    try {
      const refusals = await checkExpressions(engine, { ...catalogue, datasets })
      if (refusals[0]) throw refusals[0]
      const results: TestedRules[] = []
      for (const dataset of datasets) {
        const accepted = inForce.of(dataset).filter((each) => each.accepted && chosen(each.rule))
        const result = await testRules(engine, catalogue, dataset, chosen)
        const unshown = accepted.filter(({ rule }) => !examplesOf(catalogue, dataset, rule))
        const without = [...new Set([...result.without, ...unshown.map(({ rule }) => rule.id)])]
        results.push({ ...result, without })
        printResults(io, { ...result, without }, new Set(accepted.map(({ rule }) => rule.id)))
      }
      const failed = results.flatMap(({ differing }) => differing)
      const count = (of: (result: TestedRules) => number) => results.reduce((sum, each) => sum + of(each), 0)
      io.answer(results)
      io.say(
        io.text('rules.tested', {
          rules: count(({ rules }) => rules),
          examples: count(({ examples }) => examples),
          differing: failed.length,
        }),
      )
      return failed.length === 0 ? exit.ok : exit.failed
    } finally {
      engine.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
})

function scopeOf({ catalogue, named }: RulesInForce, what: string | undefined) {
  const all = () => true
  if (what === undefined) return { datasets: catalogue.datasets, chosen: all }
  const dataset = catalogue.datasets.find((each) => each.id === what)
  if (dataset) return { datasets: [dataset], chosen: all }
  return { datasets: [named(what).dataset], chosen: (rule: RuleInstance) => rule.id === what }
}

function printResults(io: Io, { differing, without }: TestedRules, accepted: Set<string>): void {
  for (const { rule, row, expected, compiled, reference } of differing) {
    const expectation = io.text(expected ? 'rules.must_find' : 'rules.must_pass')
    io.say(
      `✗ ${rule} ${expectation} ${JSON.stringify(row)} (SQL ${compiled}, TypeScript ${reference ?? '–'})`,
    )
  }
  for (const rule of without) {
    const text = accepted.has(rule) ? 'rules.accepted.without' : 'rules.without'
    io.say(`· ${io.text(text, { rule })}`)
  }
}
