import type { Dataset } from '../../catalog/dataset.ts'
import {
  openSource,
  placeOf,
  type SourceSettings,
  sourceSettingsSchema,
} from '../../connectors/sources/index.ts'
import { type SourceScan, scanSource } from '../../connectors/sources/scan.ts'
import type { Source } from '../../connectors/sources/source.ts'
import type { Platform } from '../platform.ts'

/** Where extracts come from and who brings them. */
export type Intake = Pick<Platform, 'paths' | 'catalogue' | 'config' | 'clock'>

/** A place that extracts come from, and the datasets that are taken from it: a drop folder, say. */
export interface SourcePlace {
  /** Names it; a drop folder, relative to `drop/`. */
  folder: string
  kind: SourceSettings['kind']
  /** Departments that put files there. */
  departments: string[]
  datasets: Dataset[]
}

/** What the configuration says of where a dataset comes from; the department's drop folder where it says nothing. */
export function settingsOf({ config }: Pick<Intake, 'config'>, dataset: Dataset): SourceSettings {
  const source = config.sources.find((each) => each.dataset === dataset.id)
  return source?.from ?? sourceSettingsSchema.parse({ kind: 'folder' })
}

/** The place that a dataset is taken from. */
export function folderOf(intake: Pick<Intake, 'config'>, dataset: Dataset): string {
  return placeOf(settingsOf(intake, dataset), dataset)
}

/** The places of the configured sources, by name. */
export function sourcePlaces(intake: Pick<Intake, 'catalogue' | 'config'>): SourcePlace[] {
  const { catalogue, config } = intake
  const sourced = catalogue.datasets.filter(({ id }) => config.sources.some(({ dataset }) => dataset === id))
  const folders = new Set(sourced.map((dataset) => folderOf(intake, dataset)))
  return [...folders].sort().map((folder) => {
    const datasets = sourced.filter((dataset) => folderOf(intake, dataset) === folder)
    return placeWith(intake, folder, datasets)
  })
}

function placeWith(intake: Pick<Intake, 'config'>, folder: string, datasets: Dataset[]): SourcePlace {
  const departments = [...new Set(datasets.map((each) => each.providingDepartment))]
  const [first] = datasets
  const kind = first ? settingsOf(intake, first).kind : 'folder'
  return { folder, kind, departments, datasets }
}

/** The place of a dataset, with those that are taken from it too. */
export function sourcePlaceOf(intake: Pick<Intake, 'catalogue' | 'config'>, dataset: Dataset): SourcePlace {
  const folder = folderOf(intake, dataset)
  const known = sourcePlaces(intake).find((each) => each.folder === folder)
  if (known?.datasets.includes(dataset)) return known
  return {
    ...placeWith(intake, folder, [...(known?.datasets ?? []), dataset]),
    departments: [dataset.providingDepartment],
  }
}

/** Gives `work` the source of a dataset. */
export async function withSource<T>(
  intake: Omit<Intake, 'catalogue'>,
  dataset: Dataset,
  work: (source: Source) => Promise<T>,
): Promise<T> {
  const { paths, clock } = intake
  const source = await openSource(settingsOf(intake, dataset), { paths, clock, dataset })
  try {
    return await work(source)
  } finally {
    await source.close()
  }
}

/** Looks through a source for the files of `wanted`, all datasets of the place where not given. */
export function lookInto(
  { catalogue, clock }: Intake,
  source: Source,
  { datasets }: SourcePlace,
  { wanted = datasets, settleMs = 0 }: { wanted?: Dataset[]; settleMs?: number } = {},
): Promise<SourceScan> {
  return scanSource(source, {
    datasets: wanted,
    neighbours: datasets.filter((each) => !wanted.includes(each)),
    otherDatasets: catalogue.datasets.filter((each) => !datasets.includes(each)),
    settleMs,
    clock,
  })
}

/** Opens the source of a place and looks through it as it stands. */
export async function lookAt(intake: Intake, place: SourcePlace, wanted = place.datasets) {
  const [first] = place.datasets
  if (!first) throw new TypeError(`a place without datasets: ${place.folder}`)
  return withSource(intake, first, async (source) => ({
    path: source.place,
    scan: await lookInto(intake, source, place, { wanted }),
  }))
}
