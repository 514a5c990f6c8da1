import { datasetOf } from '../../../catalog/lookup.ts'
import { type Severity, severities } from '../../../catalog/rule.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { acceptRule, readAcceptedRules, withdrawRule } from '../../../pipelines/rules/index.ts'
import { deploymentOf } from '../../deployment.ts'
import { type Exit, exit, type Io } from '../io.ts'
import '../locale_profile.ts'
import { renderTable } from '../table.ts'
import { open, rulesFolder } from '../wiring.ts'
import { moment } from '../words.ts'
import { extractOf } from './profile.ts'

interface AcceptOptions {
  reason: string
  severity: string
  extract?: string
}

/** Makes a suggestion a rule. @throws ShuyuanError `cli.bad_severity`, `cli.bad_extract` */
export async function accept(io: Io, options: AcceptOptions, id: string, suggestion: string): Promise<Exit> {
  const deployment = await deploymentOf(io.settings)
  const dataset = datasetOf(deployment.catalogue, id)
  const { reason } = options
  const severity = severityOf(options.severity)
  const extract = extractOf(options.extract)
  const folder = rulesFolder(io.settings, deployment)
  const opened = await open(io.settings)
  try {
    const rule = await acceptRule(opened.platform, {
      ...{ dataset, id: suggestion, reason, severity, extract, folder },
    })
    io.answer({ dataset: id, ...rule })
    const { judged, rejects } = rule.profile
    io.say(io.text('rules.accepted.done', { dataset: id, id: suggestion, severity, judged, rejects }))
    return exit.ok
  } finally {
    await opened.close()
  }
}

/** Lists the accepted rules, of one register or all. */
export async function accepted(io: Io, _options: object, id?: string): Promise<Exit> {
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
}

/** Takes an accepted rule away. */
export async function withdraw(
  io: Io,
  { reason }: { reason: string },
  id: string,
  rule: string,
): Promise<Exit> {
  const deployment = await deploymentOf(io.settings)
  const dataset = datasetOf(deployment.catalogue, id)
  const opened = await open(io.settings)
  try {
    const gone = await withdrawRule(opened.platform, {
      ...{ dataset, id: rule, reason, folder: rulesFolder(io.settings, deployment) },
    })
    io.answer({ dataset: id, ...gone })
    io.say(io.text('rules.withdrawn', { dataset: id, id: rule }))
    return exit.ok
  } finally {
    await opened.close()
  }
}

function severityOf(text: string): Severity {
  const severity = severities.find((each) => each === text)
  if (severity) return severity
  throw new ShuyuanError('cli.bad_severity', { value: text, known: severities.join(', ') })
}
