import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ShuyuanError } from '../../../core/errors.ts'
import { dataPaths } from '../../../core/paths.ts'
import { readPublicKey, verifyPackage } from '../../../exchange/index.ts'
import { type Exit, exit, type Io } from '../io.ts'

/** Where the platform keeps the public key that cities are given. */
export const publicKeyPath = (io: Io) => join(dataPaths(io.settings.dataRoot).keys, 'platform.pub.pem')

/** Proves that a package is whole, unchanged and ours. */
export async function verify(
  io: Io,
  options: { key?: string; city?: string },
  folder: string,
): Promise<Exit> {
  if (!existsSync(folder)) throw new ShuyuanError('cli.no_package', { folder })
  const key = options.key ?? publicKeyPath(io)
  if (!existsSync(key)) throw new ShuyuanError('cli.no_key', { path: key })
  const { manifest, sha256 } = await verifyPackage(folder, await readPublicKey(key), options.city)
  io.answer({ ok: true, sha256, manifest })
  io.say(
    io.text('verify.ok', {
      package: manifest.package,
      request: manifest.request,
      sequence: manifest.sequence,
      kind: manifest.kind,
      rows: manifest.rows,
      release: manifest.release,
    }),
  )
  return exit.ok
}
