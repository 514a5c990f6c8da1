import { mkdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import {
  AnswersRefused,
  applyAnswers,
  MOST_ANSWERS,
  readAnswers,
  writeAnswerSheet,
} from '../../../governance/objections/answers/index.ts'
import { faultWords, writeResult } from '../../../governance/objections/index.ts'
import { actor } from '../../../governance/record.ts'
import { type Exit, exit, type Io } from '../io.ts'
import {
  datasetOption,
  departmentOption,
  numberOption,
  opened,
  sayFaults,
  working,
} from './objections_common.ts'

/** Writes a department's answer sheet. */
export async function exportSheet(
  io: Io,
  options: { department: string; dataset?: string; out?: string; bulkFrom: string },
): Promise<Exit> {
  const department = await departmentOption(io, options.department)
  const dataset = await datasetOption(io, options.dataset)
  const bulkFrom = numberOption('bulk-from', options.bulkFrom)
  return opened(io, async (platform) => {
    const path = options.out ?? join(platform.paths.reports, 'answers', `${department}.xlsx`)
    await mkdir(dirname(path), { recursive: true })
    working(io, 'objections.writing')
    const rows = await writeAnswerSheet(platform, path, { department, dataset, locale: io.locale, bulkFrom })
    io.answer({ path, rows })
    io.say(io.text('objections.exported', { path, rows }))
    if (rows >= MOST_ANSWERS) io.say(io.text('objections.more_later', { most: MOST_ANSWERS }))
    return exit.ok
  })
}

/** Applies a filled answer sheet. */
export async function answer(
  io: Io,
  options: { department: string; result?: string },
  file: string,
): Promise<Exit> {
  const department = await departmentOption(io, options.department)
  return opened(io, async (platform) => {
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
      return sayFaults(io, error, faults, options.result)
    }
  })
}
