import { basename } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { actorFor, authorise } from '../../../access/authorise.ts'
import { partyName, partyOf } from '../../../access/party.ts'
import { datasetOf } from '../../../catalog/lookup.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { sha256, sha256File } from '../../../core/hash.ts'
import { RowsRefused } from '../../../governance/objections/consumer/check_rows.ts'
import { readSubmission } from '../../../governance/objections/consumer/read_sheet.ts'
import { submitObjections } from '../../../governance/objections/consumer/submit.ts'
import { writeTemplate } from '../../../governance/objections/consumer/template.ts'
import { raiseObjection } from '../../../governance/objections/raise.ts'
import { faultWords, writeResult } from '../../../governance/objections/result_sheet.ts'
import { actor } from '../../../governance/record.ts'
import { deploymentOf } from '../../deployment.ts'
import { command } from '../command.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { numberOption, printFaults, working } from './objections_common.ts'

interface Options {
  dataset?: string
  field?: string
  extract?: string
  line?: string
  key?: string
  reason?: string
  file?: string
  party?: string
  request?: string
  package?: string
  result?: string
}

/** Raises an objection: a person's to one row, or a city's to the rows of its workbook. */
export const raise = command({
  usage: 'raise',
  words: {
    'zh-CN': '对一行，或对盟市工作簿所列各行提出疑义',
    en: 'object to a row, or to those that a city lists in a workbook',
  },
  options: {
    '--dataset <id>': { 'zh-CN': '该行的数据集', en: 'of a row: its dataset' },
    '--field <id>': {
      'zh-CN': '有误的字段；缺省为整条记录',
      en: 'of a row: the field that is wrong; default: the record as a whole',
    },
    '--extract <n>': { 'zh-CN': '该行所在批次', en: 'of a row: extract in which it was received' },
    '--line <n>': { 'zh-CN': '该行在批次中的行号', en: 'of a row: its line in that extract' },
    '--key <key>': {
      'zh-CN': '该行的主键；写“-”时从标准输入读取',
      en: 'of a row: its key; "-": from standard input',
    },
    '--reason <text>': { 'zh-CN': '理由；不得含公民身份号码', en: 'of a row: why, without identity numbers' },
    '--file <xlsx>': {
      'zh-CN': '盟市的工作簿：主键、数据项、疑义类型、说明、建议值',
      en: 'workbook of a city: key, element, reason, text, proposed value',
    },
    '--party <party>': {
      'zh-CN': '与 --file 同用：盟市，如 city:150100',
      en: 'with --file: the city, city:150100',
    },
    '--request <id>': {
      'zh-CN': '与 --file 同用：交付所依据的需求',
      en: 'with --file: the request by which it received the rows',
    },
    '--package <id>': {
      'zh-CN': '与 --file 同用：数据包；缺省为最近一个',
      en: 'with --file: the package; default: the last one',
    },
    '--result <xlsx>': {
      'zh-CN': '与 --file 同用：逐行结果的输出文件',
      en: 'with --file: where to write what is wrong with which row',
    },
  },
  async run(io, options) {
    return options.file === undefined ? raiseRow(io, options) : raiseFile(io, options, options.file)
  },
})

async function raiseRow(io: Io, options: Options): Promise<Exit> {
  const { dataset, field, reason } = options
  if (dataset === undefined || reason === undefined) throw new ShuyuanError('cli.raise_needs')
  datasetOf((await deploymentOf(io.settings)).catalogue, dataset)
  const { extract, line } = placeOf(options)
  const key = options.key === '-' ? (await readAll(process.stdin)).trim() : options.key
  if ((key === undefined) === (extract === undefined)) throw new ShuyuanError('cli.raise_needs')
  const { platform } = await io.open()
  const raised = await raiseObjection(platform, {
    ...{ cause: 'person', dataset, raisedBy: 'person', actor: actor(), reason },
    ...(field === undefined ? {} : { field }),
    rows: [{ key: key?.toUpperCase(), extract, line }],
  })
  io.answer(raised)
  io.say(io.text(raised.added > 0 ? 'objections.raised' : 'objections.known', { id: raised.objection }))
  return exit.ok
}

function placeOf({ extract, line }: Options): { extract?: number; line?: number } {
  if (extract === undefined && line === undefined) return {}
  if (extract === undefined || line === undefined) throw new ShuyuanError('cli.raise_needs')
  return { extract: numberOption('extract', extract), line: numberOption('line', line) }
}

async function raiseFile(io: Io, options: Options, file: string): Promise<Exit> {
  const { party: name, request, package: packageId, result } = options
  if (name === undefined || request === undefined) throw new ShuyuanError('cli.raise_needs')
  const party = partyOf((await deploymentOf(io.settings)).catalogue, name)
  const { platform } = await io.open()
  try {
    working(io, 'objections.reading')
    const { rows, lines, faults } = await readSubmission({ path: file, fileName: basename(file) })
    const idempotencyKey = sha256(`${await sha256File(file)} ${request} ${packageId ?? ''}`)
    const { submission, isNew } = await submitObjections(
      platform,
      { party, idempotencyKey, actor: `${actor()} (${partyName(party)})` },
      { request, package: packageId, rows, faults, lineOf: (at) => lines[at] ?? at + 1 },
    )
    const objections = [...new Set(submission.groups.flatMap((group) => group.objections))]
    io.answer({ submission: submission.id, isNew, rows: submission.rows, objections })
    const fields = { rows: submission.rows, objections: objections.join(', '), id: submission.id }
    io.say(io.text(isNew ? 'objections.submitted' : 'objections.submitted_before', fields))
    return exit.ok
  } catch (error) {
    if (!(error instanceof RowsRefused)) throw error
    if (result) await writeResult(result, error.faults, io.locale)
    const faults = error.faults.map((fault) => ({ row: fault.row, words: faultWords(fault, io.locale) }))
    return printFaults(io, error, faults, result)
  }
}

/** Writes the workbook in which a city lists what it objects to. */
export const template = command({
  usage: 'template',
  words: {
    'zh-CN': '生成盟市提出疑义用的工作簿模板',
    en: 'write the workbook in which a city lists what it objects to',
  },
  options: {
    '--party <party>': { required: true, 'zh-CN': '盟市，如 city:150100', en: 'the city, city:150100' },
    '--request <id>': {
      required: true,
      'zh-CN': '交付所依据的需求',
      en: 'the request by which it received the rows',
    },
    '--package <id>': { 'zh-CN': '数据包；缺省为最近一个', en: 'the package; default: the last one' },
    '--out <xlsx>': { required: true, 'zh-CN': '输出文件', en: 'where to write it' },
  },
  async run(io, options) {
    const { request, package: packageId, out } = options
    const party = partyOf((await deploymentOf(io.settings)).catalogue, options.party)
    authorise(actorFor(party), 'objections.raise')
    const { platform } = await io.open()
    await writeTemplate(platform, out, { city: party.id, request, package: packageId, locale: io.locale })
    io.answer({ path: out })
    io.say(io.text('objections.written', { path: out }))
    return exit.ok
  },
})
