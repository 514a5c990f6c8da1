import { ShuyuanError } from '../../../core/errors.ts'
import { extractNamed } from '../../../pipelines/extracts/index.ts'
import {
  type Because,
  becauses,
  type Reprocessed,
  reprocess,
  withdrawExtract,
} from '../../../pipelines/reprocess/index.ts'
import { type Exit, exit, type Io } from '../io.ts'
import '../locale_reprocess.ts'
import { renderTable } from '../table.ts'
import { opened } from './objections_common.ts'

interface Decided {
  as: string
  reason: string
}

/** Judges a dataset's extracts again. @throws ShuyuanError `cli.bad_because`, and as `reprocess` */
export function reprocessDataset(
  io: Io,
  { as: officer, reason, because }: Decided & { because?: string },
  dataset: string,
): Promise<Exit> {
  const wanted = becauseOption(because)
  return opened(io, async (platform) =>
    told(io, await reprocess(platform, dataset, { officer, reason, because: wanted })),
  )
}

/** Takes an extract back. @throws ShuyuanError as `extractNamed` and `withdrawExtract` */
export function withdraw(io: Io, { as: officer, reason }: Decided, id: string): Promise<Exit> {
  return opened(io, async (platform) => {
    const { dataset, seq } = await extractNamed(platform, id)
    return told(io, await withdrawExtract(platform, { dataset, seq }, { officer, reason }))
  })
}

function told(io: Io, done: Reprocessed): Exit {
  io.answer(done)
  const header = ['extract', 'before', 'after', 'accepted', 'quarantined']
  const rows = done.changed.map(({ extract, before, after }) => [
    `${done.dataset}/${extract}`,
    io.text(`reprocess.status.${before.status}`),
    io.text(`reprocess.status.${after.status}`),
    `${before.accepted} → ${after.accepted}`,
    `${before.quarantined} → ${after.quarantined}`,
  ])
  const words = header.map((name) => io.text(`reprocess.column.${name}`))
  if (rows.length > 0) for (const line of renderTable(words, rows)) io.say(line)
  io.say(
    io.text('reprocess.done', {
      dataset: done.dataset,
      extracts: done.extracts,
      changed: done.changed.length,
    }),
  )
  return exit.ok
}

function becauseOption(value: string | undefined): Because | null {
  if (value === undefined) return null
  const found = becauses.find((each) => each === value)
  if (found) return found
  throw new ShuyuanError('cli.bad_because', { value, known: becauses.join(', ') })
}
