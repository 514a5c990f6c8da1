import { datasetOf } from '../../../catalog/lookup.ts'
import { type Severity, severities } from '../../../catalog/rule_base.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { acceptRule, withdrawRule } from '../../../governance/rules/accept.ts'
import { readAcceptedRules } from '../../../governance/rules/accepted.ts'
import { deploymentOf } from '../../deployment.ts'
import { extractOf } from '../arguments.ts'
import { command } from '../command.ts'
import { exit } from '../io.ts'
import '../locale_profile.ts'
import { renderTable } from '../table.ts'
import { rulesFolder } from '../wiring.ts'
import { moment } from '../words.ts'

/** Makes a suggestion a rule. @throws ShuyuanError `cli.bad_severity`, `cli.bad_extract` */
export const accept = command({
  usage: 'accept <dataset> <suggestion>',
  words: {
    'zh-CN': '采纳 profile --suggest 的一条建议，自下一批起生效',
    en: 'make a suggestion of `profile --suggest` a rule, from the next extract on',
  },
  options: {
    '--reason <text>': { required: true, 'zh-CN': '理由；不得含个人信息', en: 'why; no personal data' },
    '--severity <severity>': {
      default: 'warn',
      'zh-CN': '级别：block、reject 或 warn',
      en: 'block, reject or warn',
    },
    '--extract <n>': { 'zh-CN': '仅依据该批次给出的建议', en: 'the suggestion made from this extract only' },
  },
  async run(io, options, id, suggestion) {
    const deployment = await deploymentOf(io.settings)
    const dataset = datasetOf(deployment.catalogue, id)
    const { reason } = options
    const severity = severityOf(options.severity)
    const extract = extractOf(options.extract)
    const folder = rulesFolder(io.settings, deployment)
    const opened = await io.open()
    const rule = await acceptRule(opened.platform, {
      ...{ dataset, id: suggestion, reason, severity, extract, folder },
    })
    io.answer({ dataset: id, ...rule })
    const { judged, rejects } = rule.profile
    io.say(io.text('rules.accepted.done', { dataset: id, id: suggestion, severity, judged, rejects }))
    return exit.ok
  },
})

/** Lists the accepted rules, of one register or all. */
export const accepted = command({
  usage: 'accepted [dataset]',
  words: {
    'zh-CN': '已采纳的规则：何人、何时、理由与依据',
    en: 'rules that were accepted: who, when, why, on what grounds',
  },
  async run(io, _options, id) {
    const deployment = await deploymentOf(io.settings)
    const wanted = id === undefined ? undefined : datasetOf(deployment.catalogue, id).id
    const all = [...(await readAcceptedRules(rulesFolder(io.settings, deployment)))].flatMap(
      ([dataset, rules]) =>
        wanted === undefined || wanted === dataset ? rules.map((rule) => ({ dataset, ...rule })) : [],
    )
    io.answer(all)
    if (all.length === 0) io.say(io.text('rules.accepted.none'))
    const header = ['dataset', 'id', 'severity', 'by', 'at', 'support', 'reason']
    const rows = all.map(
      ({ dataset, id: rule, rule: { severity }, acceptedBy, acceptedAt, profile, reason }) => [
        ...[dataset, rule, severity ?? '-', acceptedBy, moment(new Date(acceptedAt))],
        `${(((profile.judged - profile.rejects) / Math.max(1, profile.judged)) * 100).toFixed(3)}%`,
        reason,
      ],
    )
    if (all.length > 0)
      for (const line of renderTable(
        header.map((key) => io.text(`rules.accepted.${key}`)),
        rows,
      ))
        io.say(line)
    return exit.ok
  },
})

/** Takes an accepted rule away. */
export const withdraw = command({
  usage: 'withdraw <dataset> <rule>',
  words: {
    'zh-CN': '撤销已采纳的规则，自下一批起生效',
    en: 'take an accepted rule away, from the next extract on',
  },
  options: {
    '--reason <text>': { required: true, 'zh-CN': '理由；不得含个人信息', en: 'why; no personal data' },
  },
  async run(io, { reason }, id, rule) {
    const deployment = await deploymentOf(io.settings)
    const dataset = datasetOf(deployment.catalogue, id)
    const opened = await io.open()
    const gone = await withdrawRule(opened.platform, {
      ...{ dataset, id: rule, reason, folder: rulesFolder(io.settings, deployment) },
    })
    io.answer({ dataset: id, ...gone })
    io.say(io.text('rules.withdrawn', { dataset: id, id: rule }))
    return exit.ok
  },
})

function severityOf(text: string): Severity {
  const severity = severities.find((each) => each === text)
  if (severity) return severity
  throw new ShuyuanError('cli.bad_severity', { value: text, known: severities.join(', ') })
}
