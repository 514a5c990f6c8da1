import { startServing } from '../../apps/serving.ts'
import { connectLedger } from '../../warehouse/ledger/open.ts'
import { eventPlatform } from './events.ts'

/** An events server process for tests: prints its address; told by SIGTERM to stop in order. */
const { root, connectionString } = JSON.parse(process.argv[2] ?? '{}') as {
  root: string
  connectionString: string
}
const ledger = await connectLedger(connectionString)
const platform = await eventPlatform(root, ledger)
const serving = await startServing(platform, { host: '127.0.0.1', port: 0 })
console.log(serving.url)
process.once('SIGTERM', () => {
  void (async () => {
    await serving.stop()
    platform.engine.close()
    await ledger.close()
  })()
})
