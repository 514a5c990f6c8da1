import { openLedger } from '../../warehouse/ledger/open.ts'
import { createRun, listRuns } from '../../warehouse/ledger/runs.ts'

/** A process that opens the ledger of a data folder, writes a run, says `open` and leaves when told (or hangs). */
const [dataRoot = '', mode = ''] = process.argv.slice(2)
try {
  const ledger = await openLedger({ dataRoot })
  await createRun(ledger.db, { targets: [mode], plan: {}, trigger: mode, stages: [], startedAt: new Date() })
  const runs = await listRuns(ledger.db, { limit: 1000 })
  console.log(`open ${ledger.server} runs ${runs.length}`)
  if (mode === 'hang') setInterval(() => {}, 1000)
  else await ledger.close()
} catch (error) {
  console.log(`error ${(error as { code?: string }).code} ${(error as Error).message}`)
  process.exitCode = 1
}
