import type { z } from 'zod'
import { settingsOfKinds } from '../kinds.ts'
import { folder } from './folder/folder.ts'
import type { Sink, SinkKind, SinkParts } from './sink.ts'

/** Every kind of sink. A new transport is a folder here and its name in this list. */
export const sinkKinds = [folder] as const

/** `sink` of a delivery in `jobs.config.ts`. */
export const sinkSettingsSchema = settingsOfKinds(sinkKinds)
export type SinkSettings = z.output<typeof sinkSettingsSchema>

/** Opens the sink of a delivery. @throws ShuyuanError of the transport, where it cannot be reached */
export function openSink(settings: SinkSettings, parts: SinkParts): Promise<Sink> {
  return kindOf(settings).open(settings, parts)
}

/** The folder where the packages of a delivery stay, if it is on this machine. */
export function sinkFolder(settings: SinkSettings, parts: SinkParts): string | undefined {
  return kindOf(settings).folderOf?.(settings, parts)
}

function kindOf({ kind }: SinkSettings): SinkKind<(typeof sinkKinds)[number]['schema']> {
  return sinkKinds.find((each) => each.kind === kind) ?? folder
}
