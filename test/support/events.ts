import { type Catalogue, catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import { systemClock } from '../../core/clock.ts'
import { createLogger } from '../../core/log.ts'
import { dataPaths } from '../../core/paths.ts'
import { organisationCode, uscc } from '../../demo/check_digits.ts'
import config from '../../jobs.config.ts'
import type { EventSettings } from '../../pipelines/events/settings.ts'
import type { Platform } from '../../pipelines/platform.ts'
import { openEngine } from '../../warehouse/engine/engine.ts'
import { openLake } from '../../warehouse/lake/lake.ts'
import type { Ledger } from '../../warehouse/ledger/open.ts'

/** The dataset that takes events in tests: market entities of the legal entity foundation. */
export const EVENTS = 'market_entities'
export const EVENTS_FOUNDATION = 'legal_entity'

/** The region's catalogue, with one small foundation whose register of market entities takes events. */
export function eventCatalogue(): Catalogue {
  const draft = structuredClone(catalogue)
  const known = draft.datasets.find((dataset) => dataset.id === EVENTS) as Dataset
  known.form = 'event'
  const foundation = draft.foundations.find(({ id }) => id === EVENTS_FOUNDATION)
  if (foundation)
    Object.assign(foundation, { datasets: [EVENTS], confirmedBy: [EVENTS], buckets: 4, minShareOfLast: 0 })
  return { ...draft, datasets: [known], foundations: foundation ? [foundation] : [] }
}

/** A platform on a given folder and ledger that takes events. */
export async function eventPlatform(
  root: string,
  ledger: Ledger,
  events: Partial<EventSettings> = {},
): Promise<Platform> {
  const paths = dataPaths(root)
  const engine = await openEngine({ tempDirectory: paths.spill, memoryLimit: '1GB', threads: 1 })
  return {
    settings: { dataRoot: root, memoryLimit: '1GB', locale: 'en' },
    paths,
    catalogue: eventCatalogue(),
    config: { ...config, sources: [], deliveries: [], events: { ...config.events, ...events } },
    clock: systemClock,
    log: createLogger(),
    engine,
    lake: await openLake({ root: paths.lake, engine, clock: systemClock }),
    ledger,
    progress: () => undefined,
  }
}

/** A valid event number `n` of the test dataset: an enterprise of its own. */
export function entityEvent(n: number, changes: Record<string, string> = {}): Record<string, string> {
  return {
    uscc: entityKey(n),
    name: `第${n}号商贸有限公司`,
    kind: '1100',
    established_on: '2020-01-02',
    division: '150102',
    address: `海拉尔大街${n}号院`,
    status: '1',
    updated_at: '2026-10-01 08:00:00',
    ...changes,
  }
}

/** The credit code of test enterprise `n`. */
export function entityKey(n: number): string {
  return uscc(`91150102${organisationCode(`MA${String(n).padStart(6, '0')}`)}`)
}

/** A request body of events. */
export function bodyOf(events: unknown[]): Buffer {
  return Buffer.from(JSON.stringify({ events }))
}
