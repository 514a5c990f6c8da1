import type { Foundation } from '../catalog/foundation.ts'
import { groupBy } from './group.ts'
import { keyField, keyOf } from './identity.ts'
import { type Entry, ends, type State } from './truth_log.ts'

/** A former key that is said to have become two. */
interface Doubt {
  key: string
  element: string
  kind: 'key_change_ambiguous'
  authority_dataset: string
  authority_value: string
  copy_dataset: string
  copy_field: string
  copy_value: string
  copy_extract: number
  copy_line: number
}

/** What the present records of changed keys say of one subject's keys. */
export class KeyLinks {
  readonly doubtful: Doubt[] = []
  private readonly next = new Map<string, string>()

  constructor(changes: Foundation['keyChanges'], found: readonly State[]) {
    if (!changes) return
    const stated = found.map(({ row }) => row).filter((row) => row.dataset === changes.dataset)
    const field = keyField(changes.dataset)
    for (const [former, rows] of groupBy(stated, (row) => row.values[changes.former] ?? '')) {
      const [one, other] = [...rows].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
      if (!one) continue
      if (!other) this.next.set(former, keyOf(one))
      else
        this.doubtful.push({
          key: former,
          element: field,
          kind: 'key_change_ambiguous',
          authority_dataset: changes.dataset,
          authority_value: keyOf(one),
          copy_dataset: changes.dataset,
          copy_field: field,
          copy_value: keyOf(other),
          copy_extract: other.seq,
          copy_line: other.line,
        })
    }
  }

  /**
   * The logs of one register's records, under the keys that their subjects have now. Where the register states the
   * subject under its present key, the end of a record under a former one ends nothing: the record goes on.
   */
  moved(logs: Entry[][]): Entry[][] {
    if (this.next.size === 0) return logs
    const keys = logs.map((log) => log.map(({ row }) => row && keyOf(row)).find((key) => key !== null) ?? '')
    const stated = new Set(keys.filter((_, i) => logs[i]?.some((entry) => !ends(entry))))
    return logs.map((log, i) => {
      const key = keys[i] ?? ''
      const now = this.now(key)
      if (now === key) return log
      return log.filter((entry) => !(stated.has(now) && ends(entry))).map((entry) => rekeyed(entry, now))
    })
  }

  /** True where every key is the present one. */
  get none(): boolean {
    return this.next.size === 0
  }

  /** The key that a subject has now. */
  now(key: string): string {
    const next = this.next.get(key)
    return next === undefined ? key : this.now(next)
  }
}

/** Of a subject whose key never changed. */
export const noLinks = new KeyLinks(undefined, [])

function rekeyed(entry: Entry, key: string): Entry {
  if (!entry.row) return entry
  const field = keyField(entry.row.dataset)
  return { ...entry, row: { ...entry.row, values: { ...entry.row.values, [field]: key } } }
}
