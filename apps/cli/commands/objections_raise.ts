import { basename } from 'node:path'
import { text as readAll } from 'node:stream/consumers'
import { partyName, partyOf } from '../../../access/index.ts'
import { datasetOf } from '../../../catalog/lookup.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { sha256, sha256File } from '../../../core/hash.ts'
import {
  RowsRefused,
  readSubmission,
  submitObjections,
  writeTemplate,
} from '../../../governance/objections/consumer/index.ts'
import { faultWords, raiseObjection, writeResult } from '../../../governance/objections/index.ts'
import { actor } from '../../../governance/record.ts'
import { deploymentOf } from '../../deployment.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { numberOption, opened, sayFaults, working } from './objections_common.ts'

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
export function raise(io: Io, options: Options): Promise<Exit> {
  return options.file === undefined ? raiseRow(io, options) : raiseFile(io, options, options.file)
}

async function raiseRow(io: Io, options: Options): Promise<Exit> {
  const { dataset, field, reason } = options
  if (dataset === undefined || reason === undefined) throw new ShuyuanError('cli.raise_needs')
  datasetOf((await deploymentOf(io.settings)).catalogue, dataset)
  const { extract, line } = placeOf(options)
  const key = options.key === '-' ? (await readAll(process.stdin)).trim() : options.key
  if ((key === undefined) === (extract === undefined)) throw new ShuyuanError('cli.raise_needs')
  return opened(io, async (platform) => {
    const raised = await raiseObjection(platform, {
      ...{ cause: 'person', dataset, raisedBy: 'person', actor: actor(), reason },
      ...(field === undefined ? {} : { field }),
      rows: [{ key: key?.toUpperCase(), extract, line }],
    })
    io.answer(raised)
    io.say(io.text(raised.added > 0 ? 'objections.raised' : 'objections.known', { id: raised.objection }))
    return exit.ok
  })
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
  return opened(io, async (platform) => {
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
      return sayFaults(io, error, faults, result)
    }
  })
}

/** Writes the workbook in which a city lists what it objects to. */
export async function template(
  io: Io,
  options: { party: string; request: string; package?: string; out: string },
): Promise<Exit> {
  const { request, package: packageId, out } = options
  const { kind, id } = partyOf((await deploymentOf(io.settings)).catalogue, options.party)
  if (kind !== 'city') throw new ShuyuanError('objections.not_a_city', { party: options.party })
  return opened(io, async (platform) => {
    await writeTemplate(platform, out, { city: id, request, package: packageId, locale: io.locale })
    io.answer({ path: out })
    io.say(io.text('objections.written', { path: out }))
    return exit.ok
  })
}
