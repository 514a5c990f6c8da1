import { ShuyuanError } from '../../../core/errors.ts'
import { listBlocked } from '../../../governance/overrides/blocked.ts'
import { explainRun } from '../../../governance/overrides/explain.ts'
import {
  type OverrideView,
  overrideGate,
  overridesOf,
  revokeGateOverride,
} from '../../../governance/overrides/override.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'
import { byOfficer } from '../options.ts'
import { renderTable } from '../table.ts'
import { moment } from '../words.ts'
import { explained } from './gate_words.ts'

/** What gates hold now, and every override. */
export const listGate = command({
  usage: 'list',
  words: { 'zh-CN': '当前被拦截的内容与历次放行', en: 'what gates hold now, and the overrides so far' },
  async run(io) {
    const { platform } = await io.open()
    const blocked = await listBlocked(platform)
    const overrides = await overridesOf(platform)
    io.answer({ held: blocked, overrides })
    if (blocked.length === 0) io.say(io.text('gate.nothing_held'))
    for (const { subject, extract, findings } of blocked) {
      io.say(io.text(extract === null ? 'gate.held_release' : 'gate.held_extract', { subject, extract }))
      for (const { code, fields } of findings) io.say(`  ${io.text(code, fields)}`)
    }
    const header = ['id', 'subject', 'officer', 'status', 'given', 'reason'].map((name) =>
      io.text(`gate.column.${name}`),
    )
    if (overrides.length > 0) for (const line of renderTable(header, overrides.map(row(io)))) io.say(line)
    return blocked.length > 0 ? exit.blocked : exit.ok
  },
})

/** Why a run published what it did, in words. @throws ShuyuanError `cli.bad_run_id`, `ledger.unknown_run` */
export const explainGate = command({
  usage: 'explain <run>',
  words: {
    'zh-CN': '某次运行为何未发布：门禁、规则、现行版本、由谁处理',
    en: 'why a run did not publish: which gate, which rule, what stands, who acts',
  },
  async run(io, _options, id) {
    if (!/^\d{1,9}$/.test(id)) throw new ShuyuanError('cli.bad_run_id', { id })
    const { platform } = await io.open()
    const explanation = await explainRun(platform, Number(id))
    io.answer(explanation)
    for (const line of explained(io, platform, explanation)) io.say(line)
    return explanation.held.some(({ kind }) => kind === 'extract' || kind === 'release')
      ? exit.blocked
      : exit.ok
  },
})

/** Lets pass what a gate holds, once. */
export const gateOverride = command({
  usage: 'override <target...>',
  words: {
    'zh-CN': '放行一次：一次运行、某数据集的一批，或一个基础库',
    en: 'let pass, once: a run, a dataset and an extract, or a foundation',
  },
  options: {
    ...byOfficer,
  },
  async run(io, options, target) {
    const { platform } = await io.open()
    const override = await overrideGate(platform, target, { officer: options.as, reason: options.reason })
    io.answer(override)
    const { id, subject, extract } = override
    io.say(
      io.text('gate.given', { override: id, subject: [subject, extract].filter((each) => each).join(' ') }),
    )
    return exit.ok
  },
})

/** Takes back an override that was not used. @throws ShuyuanError `cli.bad_number` */
export const gateRevoke = command({
  usage: 'revoke <override>',
  words: { 'zh-CN': '在生效前撤回放行', en: 'take back an override before it is used' },
  options: {
    ...byOfficer,
  },
  async run(io, options, id) {
    if (!/^\d{1,9}$/.test(id)) throw new ShuyuanError('cli.bad_number', { option: 'override', value: id })
    const { platform } = await io.open()
    const decision = { officer: options.as, reason: options.reason }
    const override = await revokeGateOverride(platform, Number(id), decision)
    io.answer(override)
    io.say(io.text('gate.revoked', { override: override.id }))
    return exit.ok
  },
})

function row(io: Io) {
  return ({ id, subject, extract, officerName, status, createdAt, reason }: OverrideView) => [
    String(id),
    [subject, extract].filter((each) => each !== null).join(' '),
    officerName,
    io.text(`gate.status.${status}`),
    moment(createdAt),
    reason,
  ]
}
