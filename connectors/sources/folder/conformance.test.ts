import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  stat,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asNobody } from '../../../test/support/nobody.ts'
import { conforms, type SourcePeer } from '../source.conformance.ts'
import { openFolder } from './folder.ts'

conforms(async (): Promise<SourcePeer> => {
  const folder = await mkdtemp(join(tmpdir(), 'drop-'))
  await chmod(folder, 0o755)
  const at = (name: string) => join(folder, name)
  return {
    open: async () => openFolder(folder, 0, { department: 'health', dataset: 'death_registration' }),
    put: async (name, content, minutesAgo = 10) => {
      await writeFile(at(name), content)
      const then = new Date(Date.now() - minutesAgo * 60_000)
      await utimes(at(name), then, then)
    },
    append: (name, content) => appendFile(at(name), content),
    putOther: (name) => mkdir(at(name)).then(() => undefined),
    remove: (name) => rm(at(name)),
    everything: async () => {
      const looks = (await readdir(folder)).map(async (name) => {
        const { ino, mtimeMs, ctimeMs, size, mode } = await stat(at(name))
        return [name, JSON.stringify({ ino, mtimeMs, ctimeMs, size, mode })] as const
      })
      return Object.fromEntries(await Promise.all(looks))
    },
    deny: (name) => chmod(name === undefined ? folder : at(name), 0),
    unprivileged: asNobody,
    vanish: () => rm(folder, { recursive: true }),
    // Nothing breaks between a disk and its machine; a file that loses its end while it is read comes nearest.
    breakOff: (name) => truncate(at(name), 1 << 20),
    close: () => rm(folder, { recursive: true, force: true }),
  }
})
