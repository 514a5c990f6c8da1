import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Dataset } from '../../catalog/dataset.ts'
import { profileTable } from '../../quality/extract/profiles.ts'
import { decidedUpTo } from '../../warehouse/candidates/decisions.ts'
import { openLake } from '../../warehouse/lake/lake.ts'
import { partOf } from '../../warehouse/lake/part.ts'
import type { Lake, LakeTable } from '../../warehouse/lake/types.ts'
import type { Extract } from '../../warehouse/ledger/extracts.ts'
import { notOfExtracts, takenUpTo } from '../../warehouse/resolve/log.ts'
import type { Platform } from '../platform.ts'

/** The tables that judging an extract of a dataset writes. */
export const ownTables = ({ id }: Dataset): string[] => [
  `raw/${id}`,
  `quarantine/${id}`,
  'quality/history',
  profileTable,
  `std/${id}`,
]

/** A platform beside the real one: a dataset's tables are empty ones of its own, all others are read as they were. */
export interface Shadow {
  lake: Lake
  /** How the platform was when this extract was processed. */
  at(extract: Extract): Promise<Platform>
  /** Decisions on records up to this number are in force from here on. */
  decided(seq: number): void
  remove(): Promise<void>
}

/**
 * @param names the tables that are its own
 * @param inOrder of which extracts: other registers have what was taken by the extract's time, not what had come when it came
 */
export async function openShadow(
  platform: Platform,
  dataset: Dataset,
  {
    name,
    names,
    inOrder = () => false,
  }: { name: string; names: string[]; inOrder?: (extract: Extract) => boolean },
): Promise<Shadow> {
  const { engine, clock, paths } = platform
  const folder = join(paths.work, name)
  await rm(folder, { recursive: true, force: true })
  const own = await openLake({ root: join(folder, 'lake'), engine, clock })
  const arrivals = new Arrivals(platform.lake)
  let decisions = 0
  let moment: Date | undefined
  let taken: Date | undefined
  const table = (asked: string): LakeTable => {
    if (names.includes(asked)) return own.table(asked)
    const real = platform.lake.table(asked)
    if (asked === `decisions/${dataset.id}`) return partOf(real, () => decidedUpTo(decisions))
    const [layer, other = ''] = asked.split('/')
    if (layer !== 'std') return real
    return partOf(real, () => {
      if (taken) return takenUpTo(taken)
      const later = moment ? arrivals.after(other, moment) : []
      return later.length > 0 ? notOfExtracts(later) : undefined
    })
  }
  const lake: Lake = { ...platform.lake, table }
  return {
    lake,
    async at(extract) {
      const then = (await arrivals.of(dataset.id)).get(extract.seq) ?? extract.landedAt
      for (const { id } of platform.catalogue.datasets) await arrivals.of(id)
      moment = then
      taken = inOrder(extract) ? extract.asOf : undefined
      return { ...platform, lake, clock: { now: () => then } }
    },
    decided(seq) {
      decisions = seq
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** When the extracts of datasets were first written down in raw. */
class Arrivals {
  private readonly lake: Lake
  private readonly known = new Map<string, Map<number, Date>>()

  constructor(lake: Lake) {
    this.lake = lake
  }

  async of(dataset: string): Promise<Map<number, Date>> {
    const found = this.known.get(dataset) ?? (await this.read(dataset))
    this.known.set(dataset, found)
    return found
  }

  /** Extracts of a dataset that was asked for before which came after `moment`. */
  after(dataset: string, moment: Date): number[] {
    return [...(this.known.get(dataset) ?? [])].flatMap(([seq, at]) => (at > moment ? [seq] : []))
  }

  private async read(dataset: string): Promise<Map<number, Date>> {
    const table = this.lake.table(`raw/${dataset}`)
    const times = new Map<number, Date>()
    if (!(await table.exists())) return times
    for (const { txn, first, timestamp } of await table.history()) {
      if (txn?.app !== 'ingest') continue
      for (let seq = first ?? txn.version; seq <= txn.version; seq++)
        if (!times.has(seq)) times.set(seq, timestamp)
    }
    return times
  }
}
