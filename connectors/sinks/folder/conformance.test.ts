import {
  appendFile,
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  rm,
  stat,
  symlink,
  watch,
  writeFile,
} from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256File } from '../../../core/hash.ts'
import { ownName } from '../../../core/process.ts'
import { asNobody } from '../../../test/support/nobody.ts'
import { conforms, type SinkPeer } from '../sink.conformance.ts'
import { openOutbox } from './folder.ts'

conforms(async (): Promise<SinkPeer> => {
  const root = await mkdtemp(join(tmpdir(), 'outbox-'))
  await chmod(root, 0o755)
  const outbox = join(root, '150100')
  const at = (...names: string[]) => join(outbox, ...names)
  const below = (folder: string) => readdir(folder).catch(() => [])
  const breaking = new AbortController()
  return {
    open: async () => openOutbox(outbox, { id: 'request', city: '150100' }),
    packages: async () => {
      const found: Record<string, Record<string, string>> = {}
      for (const name of (await below(outbox)).filter((each) => !each.startsWith('.'))) {
        const files = await below(at(name))
        const digests = await Promise.all(files.map(async (file) => [file, await sha256File(at(name, file))]))
        found[name] = Object.fromEntries(digests)
      }
      return found
    },
    everything: async () => {
      const found: Record<string, string> = {}
      for (const name of await below(outbox))
        for (const path of [name, ...(await below(at(name))).map((file) => join(name, file))]) {
          const { ino, size, mtimeMs, mode } = await stat(at(path))
          found[path] = JSON.stringify({ ino, size, mtimeMs, mode })
        }
      return found
    },
    leave: (name, file, content) => writeFile(at(name, file), content),
    leaveLink: (name, file, target) => symlink(target, at(name, file)),
    change: (name, file) => appendFile(at(name, file), 'x'),
    leftovers: async () => {
      const alive = ownName('.building')
      // No process has a number beyond the largest that Linux gives.
      const dead = `.building~${hostname()}~4194305~00000000`
      for (const name of [alive, dead]) await mkdir(at(name), { recursive: true })
      return { dead, alive }
    },
    deny: (what) => chmod(outbox, what === 'writing' ? 0o555 : 0),
    unprivileged: asNobody,
    breakOff: () => breakAt(root, outbox, breaking.signal),
    mend: async () => {
      breaking.abort()
      await rm(outbox, { recursive: true, force: true })
    },
    close: async () => {
      breaking.abort()
      await rm(root, { recursive: true, force: true })
    },
  }
})

/** Nothing breaks between a disk and its machine; that what is being written is taken away comes nearest. */
async function breakAt(root: string, outbox: string, signal: AbortSignal): Promise<void> {
  await mkdir(outbox)
  const events = watch(outbox, { signal })
  void (async () => {
    try {
      for await (const { filename } of events)
        if (filename?.startsWith('.building~')) {
          await rm(outbox, { recursive: true, force: true })
          await writeFile(join(root, '150100'), 'no folder any more').catch(() => undefined)
          return
        }
    } catch {
      // Ended by the signal.
    }
  })()
}
