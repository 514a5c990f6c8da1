import { join } from 'node:path'
import { dataPaths } from '../../../core/paths.ts'
import { cityKeys, parseTarget, readPublicKey, receivePackage } from '../../../exchange/index.ts'
import { openEngine } from '../../../warehouse/engine/engine.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { publicKeyPath } from './verify.ts'

/** What a city runs: verifies a package, applies it once and in order, leaves a signed receipt in its folder. */
export async function receive(
  io: Io,
  options: { into: string; key?: string; cityKeys: string; city?: string },
  folder: string,
): Promise<Exit> {
  const engine = await openEngine({
    tempDirectory: dataPaths(io.settings.dataRoot).spill,
    memoryLimit: io.settings.memoryLimit,
  })
  try {
    const { status, receipt } = await receivePackage(engine, {
      package: folder,
      target: parseTarget(options.into),
      platformKey: await readPublicKey(options.key ?? publicKeyPath(io)),
      keys: await cityKeys(options.cityKeys),
      city: options.city,
    })
    io.answer({ status, receipt })
    const fields = {
      package: receipt.package,
      table: receipt.request,
      rows: receipt.rows,
      receipt: join(folder, 'receipt.json'),
    }
    io.say(io.text(status === 'applied' ? 'receive.applied' : 'receive.already', fields))
    return exit.ok
  } finally {
    engine.close()
  }
}
