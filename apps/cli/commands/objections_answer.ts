import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { applyAnswers } from '../../../governance/objections/answers/apply.ts'
import { AnswersRefused, readAnswers } from '../../../governance/objections/answers/read_sheet.ts'
import { MOST_ANSWERS, writeAnswerSheet } from '../../../governance/objections/answers/write_sheet.ts'
import { faultWords, writeResult } from '../../../governance/objections/result_sheet.ts'
import { actor } from '../../../governance/record.ts'
import { command } from '../command.ts'
import { exit } from '../io.ts'
import { datasetOption, departmentOption, numberOption, printFaults, working } from './objections_common.ts'

/** Writes a department's answer sheet. */
export const exportSheet = command({
  usage: 'export',
  words: { 'zh-CN': '导出部门的疑义数据核处表', en: "write a department's answer sheet" },
  options: {
    '--department <id>': { required: true, 'zh-CN': '答复的部门', en: 'who answers' },
    '--dataset <id>': { 'zh-CN': '仅一个数据集', en: 'one dataset only' },
    '--out <xlsx>': {
      'zh-CN': '缺省为 reports/answers/<部门>.xlsx',
      en: 'default: reports/answers/<department>.xlsx',
    },
    '--bulk-from <n>': {
      default: '1000',
      'zh-CN': '未办结行数超过此数的疑义合并为一行',
      en: 'objections with more open rows are asked about as a whole',
    },
  },
  async run(io, options) {
    const department = await departmentOption(io, options.department)
    const dataset = await datasetOption(io, options.dataset)
    const bulkFrom = numberOption('bulk-from', options.bulkFrom)
    const { platform } = await io.open()
    const path = options.out ?? join(platform.paths.reports, 'answers', `${department}.xlsx`)
    await mkdir(dirname(path), { recursive: true })
    working(io, 'objections.writing')
    const rows = await writeAnswerSheet(platform, path, { department, dataset, locale: io.locale, bulkFrom })
    io.answer({ path, rows })
    io.say(io.text('objections.exported', { path, rows }))
    if (rows >= MOST_ANSWERS) io.say(io.text('objections.more_later', { most: MOST_ANSWERS }))
    return exit.ok
  },
})

/** Applies a filled answer sheet. */
export const answer = command({
  usage: 'answer <file>',
  words: {
    'zh-CN': '提交填好的核处表：整表生效或全不生效',
    en: 'apply a filled answer sheet, all of it or nothing',
  },
  options: {
    '--department <id>': { required: true, 'zh-CN': '核处表所属部门', en: 'whose sheet it is' },
    '--result <xlsx>': { 'zh-CN': '逐行结果的输出文件', en: 'where to write what is wrong with which row' },
  },
  async run(io, options, file) {
    const department = await departmentOption(io, options.department)
    const { platform } = await io.open()
    try {
      working(io, 'objections.reading')
      const answers = await readAnswers(platform, department, { path: file, fileName: basename(file) })
      working(io, 'objections.applying')
      const { isNew, rows, counts } = await applyAnswers(platform, { department, actor: actor() }, answers)
      io.answer({ applied: isNew, rows, counts })
      io.say(io.text(isNew ? 'objections.answered' : 'objections.answered_before', { rows, ...counts }))
      for (const [key, awaited] of [
        ['objections.answered_resend', counts.awaitingResend],
        ['objections.answered_second', counts.awaitingSecond],
      ] as const)
        if (awaited) io.say(io.text(key, { rows: awaited }))
      return exit.ok
    } catch (error) {
      if (!(error instanceof AnswersRefused)) throw error
      if (options.result) await writeResult(options.result, error.faults, io.locale)
      const faults = error.faults.map((fault) => ({ row: fault.row, words: faultWords(fault, io.locale) }))
      return printFaults(io, error, faults, options.result)
    }
  },
})
