import { dayOf } from '../../../core/day.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { claimOf } from '../../../governance/objections/confirm.ts'
import { consumerTexts } from '../../../governance/objections/consumer/consumer_texts.ts'
import { type ShownStatement, showStatements } from '../../../governance/objections/consumer/show.ts'
import { itemsOf, type ObjectionItem } from '../../../governance/objections/items.ts'
import { countObjections } from '../../../governance/objections/ledger/list.ts'
import type { Objection } from '../../../governance/objections/ledger/record.ts'
import { getObjection, listObjections } from '../../../governance/objections/list.ts'
import { datasetWords, fieldWords, problemWords } from '../../../governance/objections/words.ts'
import { record } from '../../../governance/record.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { maskKey } from '../../../quality/mask_key.ts'
import { isOpen, type ObjectionState, objectionStates } from '../../../warehouse/ledger/objection_states.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'
import '../locale_candidates.ts'
import { moment } from '../words.ts'
import { datasetOption, departmentOption, numberOption, printTable } from './objections_common.ts'

/** Objections by number. */
export const list = command({
  usage: 'list',
  words: { 'zh-CN': '按编号列出疑义', en: 'objections by number' },
  options: {
    '--department <id>': { 'zh-CN': '针对该部门的数据', en: 'to its data' },
    '--dataset <id>': { 'zh-CN': '针对一个数据集', en: 'to one dataset' },
    '--state <state>': {
      'zh-CN': '状态：raised、accepted、marked、verified、corrected、rejected、lifted',
      en: 'raised, accepted, marked, verified, corrected, rejected, lifted',
    },
    '--open': { 'zh-CN': '仅未办结的', en: 'only those on which somebody still has to act' },
    '--overdue': { 'zh-CN': '仅逾期未办结的', en: 'only open ones after their deadline' },
    '--city <code>': { 'zh-CN': '由该盟市提出的', en: 'raised by a city' },
    '--limit <n>': { default: '200', 'zh-CN': '每页条数', en: 'how many on a page' },
    '--page <n>': { default: '1', 'zh-CN': '页码', en: 'which page' },
  },
  async run(io, options) {
    const { department, dataset, city } = options
    const limit = numberOption('limit', options.limit)
    const page = numberOption('page', options.page)
    const narrowed = {
      ...(department ? { department: await departmentOption(io, department) } : {}),
      ...(dataset ? { dataset: await datasetOption(io, dataset) } : {}),
      ...(options.state ? { states: [stateOf(options.state)] } : {}),
      ...(options.open || options.overdue ? { open: true } : {}),
      ...(city ? { raisedBy: `city:${city}` } : {}),
    }
    const { platform } = await io.open()
    const today = dayOf(platform.clock.now())
    const filter = { ...narrowed, ...(options.overdue ? { dueBefore: today } : {}) }
    const total = await countObjections(platform.ledger.db, filter)
    const before = (page - 1) * limit
    const found = await listObjections(platform, { ...filter, limit, offset: before })
    io.answer(found.map((each) => plain(platform, io, each)))
    if (total === 0) io.say(io.text('objections.none'))
    if (found.length > 0)
      printTable(
        io,
        LISTED,
        found.map((each) => rowOf(platform, io, each)),
      )
    if (total > found.length) {
      const shown = { first: before + 1, last: before + found.length, total, pages: Math.ceil(total / limit) }
      io.say(io.text(found.length === 0 ? 'objections.beyond' : 'objections.page', { page, ...shown }))
    }
    return exit.ok
  },
})

const LISTED = [
  'id',
  'department',
  'dataset',
  'field',
  'problem',
  'open',
  'rows',
  'state',
  'due',
  'raised_by',
]

function rowOf(platform: Platform, io: Io, objection: Objection): (string | number)[] {
  const { id, department, itemsOpen, itemsTotal, state, closeDue, raisedBy } = objection
  const late = closeDue !== null && isOpen(state) && closeDue < dayOf(platform.clock.now())
  return [
    ...[String(id), department, datasetWords(platform.catalogue, objection.dataset, io.locale)],
    fieldWords(platform.catalogue, objection, io.locale),
    problemWords(platform.catalogue, objection, io.locale),
    ...[itemsOpen, itemsTotal, io.text(`objections.state.${state}`)],
    late ? io.text('objections.late', { due: closeDue }) : (closeDue ?? '-'),
    raisedBy,
  ]
}

/** One objection; its rows are masked unless a person asks for them at a terminal. */
export const show = command({
  usage: 'show <id>',
  words: { 'zh-CN': '一项疑义：经过与涉及的行', en: 'one objection: what happened, its rows' },
  options: {
    '--show': {
      'zh-CN': '连同主键和建议值显示：含个人信息，仅限终端，并记入审计',
      en: 'with keys and proposed values: personal data, to a terminal only, and kept in the audit log',
    },
    '--limit <n>': { default: '20', 'zh-CN': '行数', en: 'how many rows' },
  },
  async run(io, options, given) {
    const id = numberOption('id', given)
    const limit = numberOption('limit', options.limit)
    if (options.show && (io.json || process.stdout.isTTY !== true))
      throw new ShuyuanError('cli.not_a_terminal')
    const { platform } = await io.open()
    const objection = await getObjection(platform, id)
    if (options.show) await record(platform, 'objections', String(id), { rows: limit })
    const items = (await itemsOf(platform, id, { limit })).map((each) =>
      options.show ? each : { ...each, key: maskKey(each.key) },
    )
    const texts = await consumerTexts(platform, objection)
    io.answer({ ...plain(platform, io, objection), events: objection.events, said: texts, items })
    sayAbout(platform, io, objection, texts)
    sayItems(io, items, options.show ? await showStatements(platform, objection) : [])
    return exit.ok
  },
})

function sayAbout(
  platform: Platform,
  io: Io,
  objection: Awaited<ReturnType<typeof getObjection>>,
  texts: string[],
): void {
  printTable(io, LISTED, [rowOf(platform, io, objection)])
  for (const text of texts) io.say(io.text('objections.said', { text }))
  io.say()
  const events = objection.events.map(({ at, event, toState, actor, reason }) => [
    ...[moment(at), io.text(`objections.event.${event}`), io.text(`objections.state.${toState}`), actor],
    reason ?? '',
  ])
  printTable(io, ['at', 'event', 'state', 'actor', 'reason'], events)
  if (isOpen(objection.state) && claimOf(objection))
    io.say(io.text('objections.claimed', { id: objection.id }))
}

function sayItems(io: Io, items: ObjectionItem[], statements: ShownStatement[]): void {
  io.say()
  const proposed = new Map(statements.map((each) => [each.item, each.proposed ?? '']))
  const rows = items.map(({ item, key, extract, line, event }) => [
    ...[key ?? '-', String(extract ?? '-'), String(line ?? '-'), io.text(`objections.item.${event}`)],
    proposed.get(item) ?? '',
  ])
  printTable(io, ['key', 'extract', 'line', 'item', 'proposed'], rows)
}

function plain({ catalogue }: Platform, io: Io, objection: Objection) {
  const { fingerprint: _fingerprint, ...rest } = objection
  return { ...rest, problem: problemWords(catalogue, objection, io.locale) }
}

function stateOf(text: string): ObjectionState {
  const found = objectionStates.find((state) => state === text)
  if (found) return found
  throw new ShuyuanError('cli.bad_state', { value: text, known: objectionStates.join(', ') })
}
