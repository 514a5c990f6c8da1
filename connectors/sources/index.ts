import type { z } from 'zod'
import { settingsOfKinds } from '../kinds.ts'
import { folder } from './folder/folder.ts'
import type { Source, SourceKind, SourceParts } from './source.ts'

/** Every kind of source. A new transport is a folder here and its name in this list. */
export const sourceKinds = [folder] as const

/** `from` of a source in `jobs.config.ts`. */
export const sourceSettingsSchema = settingsOfKinds(sourceKinds)
export type SourceSettings = z.output<typeof sourceSettingsSchema>

/** The place that a dataset is taken from: the same text for all datasets of one place. */
export function placeOf(settings: SourceSettings, dataset: SourceParts['dataset']): string {
  return kindOf(settings).placeOf(settings, dataset)
}

/** Opens the source of a dataset. @throws ShuyuanError of the transport, where it cannot be reached */
export function openSource(settings: SourceSettings, parts: SourceParts): Promise<Source> {
  return kindOf(settings).open(settings, parts)
}

function kindOf({ kind }: SourceSettings): SourceKind<(typeof sourceKinds)[number]['schema']> {
  return sourceKinds.find((each) => each.kind === kind) ?? folder
}
