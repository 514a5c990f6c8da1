import type { Store } from './store.ts'

/** What happens at the chosen change of the store. */
export type Fault =
  /** The process is killed before it takes effect: it and every later call fail. */
  | 'killed_before'
  /** The process is killed once it took effect. */
  | 'killed_after'
  /** The change takes effect, its reply is lost, and the process goes on. */
  | 'reply_lost'

/** The failure that a fault store raises. */
export class InjectedFault extends Error {}

/** For tests: a store that keeps the semantics of `inner` and fails at its `at`th change, counted from 1. */
export function faultStore(inner: Store, at: number, fault: Fault): Store & { changes(): number } {
  let changes = 0
  let dead = false
  const alive = () => {
    if (dead) throw new InjectedFault(`the process died at change ${at}`)
  }
  const read = async <T>(call: () => Promise<T>): Promise<T> => {
    alive()
    return call()
  }
  const change = async <T>(call: () => Promise<T>): Promise<T> => {
    alive()
    changes += 1
    if (changes !== at) return call()
    dead = fault !== 'reply_lost'
    if (fault !== 'killed_before') await call()
    throw new InjectedFault(`${fault} at change ${at}`)
  }
  return {
    changes: () => changes,
    localPath: inner.localPath,
    get: (path) => read(() => inner.get(path)),
    list: (folder, options) => read(() => inner.list(folder, options)),
    stat: (path) => read(() => inner.stat(path)),
    put: (path, data) => change(() => inner.put(path, data)),
    putIfAbsent: (path, data) => change(() => inner.putIfAbsent(path, data)),
    adopt: (file, path) => change(() => inner.adopt(file, path)),
    remove: (path) => change(() => inner.remove(path)),
  }
}
