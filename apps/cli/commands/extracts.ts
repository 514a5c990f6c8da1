import { join } from 'node:path'
import { z } from 'zod'
import { ShuyuanError } from '../../../core/errors.ts'
import { acceptEarlyFile } from '../../../pipelines/extracts/accept.ts'
import { discardExtract as discard, retryExtract as retry } from '../../../pipelines/extracts/decide.ts'
import {
  type ExtractState,
  extractId,
  extractNamed,
  extractStates,
  extractsOf,
  type ListedExtract,
} from '../../../pipelines/extracts/list.ts'
import { positive } from '../arguments.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'
import { byOfficer } from '../options.ts'
import '../locale_extracts.ts'
import { renderTable } from '../table.ts'
import { moment, problemLines } from '../words.ts'

/** Extracts with state, rows and times, and why those stand that were not taken. */
export const listExtracts = command({
  usage: 'list [dataset]',
  words: { 'zh-CN': '列出批次，最近收到的在前', en: 'extracts, those that landed last first' },
  options: {
    '--state <state>': {
      'zh-CN':
        '状态：waiting 待处理、taken 已入库、held 被拦截、refused 未接收、set_aside 已搁置、discarded 已放弃、retried 已重试、withdrawn 已撤回',
      en: 'waiting, taken, held, refused, set_aside, discarded, retried or withdrawn',
    },
    '--limit <n>': { default: '50', 'zh-CN': '条数', en: 'how many' },
  },
  async run(io, options, dataset) {
    const limit = positive(options.limit)
    const state = stateOption(options.state)
    const { platform } = await io.open()
    const all = await extractsOf(platform, dataset)
    const found = all.filter((each) => !state || each.state === state)
    const shown = found.slice(0, limit)
    io.answer(shown)
    if (shown.length === 0) io.say(io.text('extracts.none'))
    else sayList(io, shown)
    if (found.length > limit) io.say(io.text('extracts.more', { more: found.length - limit }))
    return exit.ok
  },
})

/** One extract: what came, how it was read, what became of it. @throws ShuyuanError as `extractNamed` */
export const showExtract = command({
  usage: 'show <extract>',
  words: { 'zh-CN': '查看一批，如 social_insurance/3', en: 'one extract, as social_insurance/3' },
  async run(io, _options, id) {
    const { platform } = await io.open()
    const extract = await extractNamed(platform, id)
    const path = join(platform.paths.landing, extract.dataset, extract.sha256)
    io.answer({ ...extract, path })
    for (const [name, value] of facts(io, extract, path))
      io.say(`${io.text(`extracts.column.${name}`)}: ${value}`)
    for (const line of problemLines(io, extract.problems)) io.say(line)
    return exit.ok
  },
})

/** Has the next run take a file that is held for the date in its name. @throws ShuyuanError as `acceptHeldFile` */
export const acceptFile = command({
  usage: 'accept <file>',
  words: {
    'zh-CN': '采集因名称日期在未来而暂留的文件',
    en: 'take a file that is held since its name dates it in the future',
  },
  options: {
    ...byOfficer,
  },
  async run(io, { as: officer, reason }, file) {
    const { platform } = await io.open()
    const { mtimeNs: _mtimeNs, ...accepted } = await acceptEarlyFile(platform, file, { officer, reason })
    io.answer(accepted)
    io.say(io.text('extracts.accepted', { file: accepted.path }))
    return exit.ok
  },
})

/** Gives up an extract. @throws ShuyuanError as the pipelines' `discardExtract` */
export const discardExtract = command({
  usage: 'discard <extract>',
  words: {
    'zh-CN': '放弃待处理、已搁置或未接收的批次；文件保留',
    en: 'give up one that waits, was set aside or refused; its file is kept',
  },
  options: {
    ...byOfficer,
  },
  async run(io, { as: officer, reason }, id) {
    const { platform } = await io.open()
    io.answer(await discard(platform, id, { officer, reason }))
    io.say(io.text('extracts.discarded', { extract: id }))
    return exit.ok
  },
})

/** Has an extract tried again. @throws ShuyuanError as the pipelines' `retryExtract` */
export const retryExtract = command({
  usage: 'retry <extract>',
  words: {
    'zh-CN': '重试已搁置、未接收或已放弃的批次',
    en: 'try again one that was set aside, refused or given up',
  },
  options: {
    ...byOfficer,
  },
  async run(io, { as: officer, reason }, id) {
    const { platform } = await io.open()
    const again = await retry(platform, id, { officer, reason })
    io.answer(again)
    io.say(io.text('extracts.retried', { extract: id, as: extractId(again) }))
    return exit.ok
  },
})

function sayList(io: Io, extracts: ListedExtract[]): void {
  const header = ['id', 'state', 'as_of', 'landed', 'received', 'accepted', 'quarantined', 'file']
  const rows = extracts.map((each) => [
    each.id,
    io.text(`extracts.state.${each.state}`),
    moment(each.asOf),
    moment(each.landedAt),
    each.received ?? '',
    each.accepted ?? '',
    each.quarantined ?? '',
    each.fileName,
  ])
  const words = header.map((name) => io.text(`extracts.column.${name}`))
  for (const line of renderTable(words, rows)) io.say(line)
  for (const each of extracts.filter(({ state }) => state !== 'taken'))
    for (const line of problemLines(io, each.problems)) io.say(`${each.id} ${line}`)
}

function facts(io: Io, extract: ListedExtract, path: string): [string, string | number][] {
  const rows = (['received', 'accepted', 'quarantined', 'warned'] as const).flatMap(
    (name): [string, number][] => (extract[name] === null ? [] : [[name, extract[name]]]),
  )
  return [
    ['id', extract.id],
    ['state', io.text(`extracts.state.${extract.state}`)],
    ['department', extract.department],
    ['file', extract.fileName],
    ['mode', io.text(`extracts.mode.${extract.mode}`)],
    ['as_of', moment(extract.asOf)],
    ['landed', moment(extract.landedAt)],
    ['bytes', extract.bytes],
    ['sha256', extract.sha256],
    ['path', path],
    ...rows,
    ...decisions(io, extract),
    ...(extract.attempts > 0 ? [['attempts', extract.attempts] satisfies [string, number]] : []),
  ]
}

/** What people decided about it. */
function decisions(io: Io, { dataset, detail }: ListedExtract): [string, string][] {
  const { discarded, retriedAs } = decisionsSchema.parse(detail)
  return [
    ...(discarded
      ? [['discarded', io.text('extracts.decided', { ...discarded, at: moment(new Date(discarded.at)) })]]
      : []),
    ...(retriedAs ? [['retried_as', extractId({ dataset, seq: retriedAs })]] : []),
  ] as [string, string][]
}

const decisionsSchema = z.object({
  discarded: z.object({ officer: z.string(), reason: z.string(), at: z.string() }).optional(),
  retriedAs: z.number().optional(),
})

/** @throws ShuyuanError `cli.bad_extract_state` */
function stateOption(value: string | undefined): ExtractState | undefined {
  if (value === undefined) return undefined
  const state = extractStates.find((each) => each === value)
  if (state) return state
  throw new ShuyuanError('cli.bad_extract_state', { value, known: extractStates.join(', ') })
}
