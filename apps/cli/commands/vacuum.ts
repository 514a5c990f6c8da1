import { vacuumLake } from '../../../pipelines/vacuum.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { renderTable } from '../table.ts'
import { open } from '../wiring.ts'

/** Removes table files that neither a kept release nor the retention needs. */
export async function vacuum(io: Io): Promise<Exit> {
  const opened = await open(io.settings)
  try {
    const removed = await vacuumLake(opened.platform)
    io.answer(removed)
    const rows = removed.map((each) => [each.table, each.removed, each.bytes])
    for (const line of renderTable(
      ['table', 'files', 'bytes'].map((name) => io.text(`column.${name}`)),
      rows,
    ))
      io.say(line)
    return exit.ok
  } finally {
    await opened.close()
  }
}
