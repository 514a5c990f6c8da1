import { text as readAll } from 'node:stream/consumers'
import type { Catalogue } from '../../../catalog/catalogue.ts'
import type { Dataset } from '../../../catalog/dataset.ts'
import { datasetOf } from '../../../catalog/lookup.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { visible } from '../../../core/visible.ts'
import { decide as decideRecord, undo as undoDecision } from '../../../governance/decisions/decide.ts'
import { decisionsOf } from '../../../governance/decisions/finish.ts'
import { countWaiting, listWaiting } from '../../../governance/decisions/list.ts'
import { type ShownCandidate, showWaiting, type WaitingPlace } from '../../../governance/decisions/show.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { maskKey } from '../../../quality/mask_key.ts'
import { listKeyDecisions } from '../../../warehouse/ledger/key_decisions.ts'
import { deploymentOf } from '../../deployment.ts'
import { command } from '../command.ts'
import { type Exit, exit, type Io } from '../io.ts'
import '../locale_candidates.ts'
import { renderTable } from '../table.ts'
import { moment } from '../words.ts'

/** Records without a usable key: by dataset how many wait; of one dataset, which. */
export const listCandidates = command({
  usage: 'list [dataset]',
  words: { 'zh-CN': '等待判定的记录', en: 'records that wait for a decision' },
  options: {
    '--show': {
      'zh-CN': '连同字段显示：含个人信息，仅限终端，并记入审计',
      en: 'with their fields: personal data, to a terminal only, and kept in the audit log',
    },
    '--limit <n>': { default: '1000', 'zh-CN': '条数', en: 'how many' },
  },
  async run(io, options, id) {
    const { catalogue } = await deploymentOf(io.settings)
    const dataset = id === undefined ? undefined : datasetOf(catalogue, id)
    const limit = Number(options.limit)
    if (!Number.isInteger(limit) || limit < 1)
      throw new ShuyuanError('cli.bad_limit', { value: options.limit })
    if (options.show) requireTerminal(io)
    const { platform } = await io.open()
    return dataset ? listOne(io, platform, dataset, { show: options.show, limit }) : listAll(io, platform)
  },
})

async function listAll(io: Io, platform: Platform): Promise<Exit> {
  const counts: { dataset: string; department: string; waiting: number }[] = []
  for (const dataset of platform.catalogue.datasets) {
    const waiting = await countWaiting(platform, dataset)
    if (waiting > 0) counts.push({ dataset: dataset.id, department: dataset.providingDepartment, waiting })
  }
  io.answer(counts)
  if (counts.length === 0) return nothing(io)
  const rows = counts.map((each) => [each.dataset, each.department, each.waiting])
  say(io, ['dataset', 'department', 'waiting'], rows)
  return exit.ok
}

async function listOne(
  io: Io,
  platform: Platform,
  dataset: Dataset,
  options: { show?: boolean | undefined; limit: number },
): Promise<Exit> {
  const records = await listWaiting(platform, dataset, options)
  io.answer(records)
  if (records.length === 0) return nothing(io)
  const shown = options.show ? dataset.fields.map(({ id }) => id) : []
  const rows = records.map((each) => [
    ...[each.department, String(each.extract), each.file, String(each.line), each.codes],
    io.text(each.remembered ? 'candidates.yes' : 'candidates.no'),
    ...shown.map((field) => each.fields?.[field] ?? ''),
  ])
  const header = ['department', 'extract', 'file', 'line', 'codes', 'remembered']
  say(io, header, rows, shown)
  return exit.ok
}

/** One waiting record with its candidates; masked unless a person reads it at a terminal. */
export const showCandidates = command({
  usage: 'show <dataset> <extract> <line>',
  words: { 'zh-CN': '一条记录及其可能的归属', en: 'one record and whose it may be' },
  async run(io, _options, id, extract, line) {
    const place = placeOf((await deploymentOf(io.settings)).catalogue, id, extract, line)
    const open = isTerminal(io)
    const { platform } = await io.open()
    const shown = await showWaiting(platform, place)
    const candidates = shown.candidates.map((each) => (open ? each : masked(each)))
    const fields = open ? shown.fields : {}
    io.answer({ ...shown, fields, candidates })
    for (const [field, value] of Object.entries(fields)) io.say(`${field}: ${visible(value ?? '')}`)
    io.say(io.text('candidates.record', { codes: shown.codes, release: shown.release ?? '-' }))
    if (!shown.remembered) io.say(io.text('candidates.not_remembered'))
    const columns = Object.keys(candidates[0]?.known ?? {})
    const rows = candidates.map((each) => [
      ...[String(each.rank), each.key, String(each.score)],
      Object.entries(each.parts)
        .filter(([, points]) => points > 0)
        .map(([part, points]) => `${part} ${points}`)
        .join(', '),
      ...columns.map((column) => each.known[column] ?? ''),
    ])
    say(io, ['rank', 'key', 'score', 'parts'], rows, columns)
    return exit.ok
  },
})

/** Decides whose record a waiting one is. `key` `-`: read from standard input, so that no shell keeps it. */
export const decideCandidate = command({
  usage: 'decide <dataset> <extract> <line> [key]',
  words: {
    'zh-CN': '判定记录归属；主键写“-”时从标准输入读取',
    en: 'say whose record it is; key "-": from standard input',
  },
  options: {
    '--reason <text>': {
      required: true,
      'zh-CN': '理由；不得含公民身份号码',
      en: 'why, without identity numbers',
    },
    '--none': { 'zh-CN': '不属于任何人', en: "nobody's" },
  },
  async run(io, options, id, extract, line, key) {
    const place = placeOf((await deploymentOf(io.settings)).catalogue, id, extract, line)
    if ((key === undefined) !== (options.none === true)) throw new ShuyuanError('cli.key_or_none')
    const asked = key === '-' ? (await readAll(process.stdin)).trim() : key
    const { platform } = await io.open()
    const decided = await decideRecord(platform, place, { key: asked ?? null, reason: options.reason })
    io.answer(decided)
    io.say(
      io.text('candidates.decided', { decision: decided.decision, foundation: place.dataset.foundation }),
    )
    if (!decided.remembered) io.say(io.text('candidates.not_remembered'))
    return exit.ok
  },
})

/** Undoes a decision. */
export const undoCandidate = command({
  usage: 'undo <decision>',
  words: { 'zh-CN': '撤销判定', en: 'undo a decision' },
  options: {
    '--reason <text>': {
      required: true,
      'zh-CN': '理由；不得含公民身份号码',
      en: 'why, without identity numbers',
    },
  },
  async run(io, options, decision) {
    const { platform } = await io.open()
    const undone = await undoDecision(platform, decision, options.reason)
    io.answer(undone)
    io.say(io.text('candidates.undone', { decision }))
    return exit.ok
  },
})

/** Decisions in force on a dataset's records: who, when, why; never the keys. */
export const listDecisions = command({
  usage: 'decisions <dataset>',
  words: { 'zh-CN': '有效的判定：何人、何时、理由', en: 'decisions in force: who, when, why' },
  async run(io, _options, id) {
    const dataset = datasetOf((await deploymentOf(io.settings)).catalogue, id)
    const { platform } = await io.open()
    const force = new Set((await decisionsOf(platform, dataset)).map(({ seq }) => seq))
    const decisions = (await listKeyDecisions(platform.ledger.db, dataset.id))
      .filter(({ seq }) => force.has(seq))
      .map((each) => ({ ...each, decision: `${dataset.id}.${each.seq}`, line: Number(each.line) }))
    io.answer(decisions)
    const rows = decisions.map((each) => [
      ...[each.decision, io.text(`candidates.${each.action}`), String(each.extract), String(each.line)],
      ...[each.actor, moment(each.decidedAt), each.reason],
    ])
    say(io, ['decision', 'action', 'extract', 'line', 'actor', 'at', 'reason'], rows)
    return exit.ok
  },
})

function placeOf(catalogue: Catalogue, id: string, extract: string, line: string): WaitingPlace {
  const dataset = datasetOf(catalogue, id)
  const [seq, at] = [extract, line].map((value) => {
    if (!/^[1-9]\d{0,9}$/.test(value)) throw new ShuyuanError('cli.bad_place', { value })
    return Number(value)
  })
  return { dataset, extract: seq ?? 0, line: at ?? 0 }
}

function isTerminal(io: Io): boolean {
  return !io.json && process.stdout.isTTY === true
}

/** Personal data goes to a terminal and nowhere else. @throws ShuyuanError `cli.not_a_terminal` */
function requireTerminal(io: Io): void {
  if (!isTerminal(io)) throw new ShuyuanError('cli.not_a_terminal')
}

function masked(candidate: ShownCandidate): ShownCandidate {
  return { ...candidate, key: maskKey(candidate.key), known: {} }
}

function nothing(io: Io): Exit {
  io.say(io.text('candidates.nothing_waits'))
  return exit.ok
}

function say(io: Io, header: string[], rows: (string | number)[][], fields: string[] = []): void {
  const words = header.map((name) => io.text(`candidates.column.${name}`))
  for (const line of renderTable([...words, ...fields], rows)) io.say(line)
}
