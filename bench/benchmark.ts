import { mkdirSync } from 'node:fs'
import { join } from 'node:path'

/** Processor time (user and system) and time by the clock of one part of a side's work, in seconds. */
export interface Stage {
  stage: string
  processor: number
  clock: number
}

/** Number of the rows of an output, and a digest of their values that their order does not change. */
export interface Output {
  rows: number
  digest: string
}

/** What one side took, and what it made. */
export interface Measured {
  stages: Stage[]
  /** Peak resident memory of the largest of its processes, in MB, before the outputs were looked at. */
  peakMb: number
  /** What it made, by name: outputs of the same name are the same on both sides, or the benchmark fails. */
  outputs: Record<string, Output>
  /** What else was counted. */
  counts: Record<string, number>
}

/** A figure of one comparison. With `most` it is a target: the figure may not be above it. */
export interface Figure {
  words: string
  value: number
  most?: number
  /** What stands behind the value, with a space where one belongs. */
  unit?: string
}

/** How large, and where the files of one case are. */
export interface Place {
  /** Folder of the case, made anew for every run. */
  root: string
  /** One of the benchmark's cases; empty where it has none. */
  name: string
  /** Limit of DuckDB's memory on both sides, as DuckDB writes it. */
  memory: string
  /** 1: the sizes that the targets are for. */
  scale: number
  /** So many at scale 1; at least `least`. */
  count(atScale1: number, least?: number): number
}

/** A benchmark: the platform against something else, each side in a process of its own. */
export interface Benchmark {
  id: string
  /** What is done, and against what. */
  words: string
  /** Is measured case by case; absent: once. */
  cases?: string[]
  /** How often each side runs, of which the median counts; 1 unless given. */
  times?: number
  /** True of those that run only when they are named. */
  onlyNamed?: boolean
  /** Makes what both sides read. */
  prepare?(place: Place): Promise<void>
  ours(place: Place): Promise<Measured>
  /** @throws Unavailable where what is compared with cannot be had here */
  theirs?(place: Place): Promise<Measured>
  /** `theirs` is not given where the benchmark has no such side. */
  figures(ours: Measured, theirs: Measured, place: Place): Figure[]
}

/** What is compared with cannot be had on this machine: the comparison is not made, and counts as missed. */
export class Unavailable extends Error {}

/** Processor time of a side: of all its stages, or of those named. */
export function processorOf({ stages }: Measured, ...named: string[]): number {
  const chosen = named.length === 0 ? stages : stages.filter(({ stage }) => named.includes(stage))
  return chosen.reduce((sum, { processor }) => sum + processor, 0)
}

/** Time by the clock of a side. */
export function clockOf({ stages }: Measured): number {
  return stages.reduce((sum, { clock }) => sum + clock, 0)
}

/** A side whose outputs are not compared, since the other's work is another. */
export function withoutOutputs(measured: Measured): Measured {
  return { ...measured, outputs: {} }
}

/** The processor time of the platform in that of the other side. */
export function ratio(words: string, ours: number, theirs: number, most?: number): Figure {
  return { words, value: ours / theirs, unit: ' times', ...(most !== undefined && { most }) }
}

/** The peak memory of the platform. */
export function memory({ peakMb }: Measured, most?: number): Figure {
  return { words: 'peak memory', value: peakMb, unit: ' MB', ...(most !== undefined && { most }) }
}

/** The place of a case below `folder`. */
export function placeOf(folder: string, name: string, size: { scale: number; memory: string }): Place {
  const root = join(folder, name === '' ? 'only' : name.replace(/[^0-9A-Za-z.]+/g, '_'))
  mkdirSync(root, { recursive: true })
  const count = (atScale1: number, least = 1) => Math.max(least, Math.round(atScale1 * size.scale))
  return { root, name, ...size, count }
}

/** @throws Error where the sides made something else, so that a ratio would compare different work */
export function assertSame(ours: Measured, theirs: Measured): void {
  const names = [...new Set([...Object.keys(ours.outputs), ...Object.keys(theirs.outputs)])]
  const different = names.filter((name) => {
    const [one, other] = [ours.outputs[name], theirs.outputs[name]]
    return one?.rows !== other?.rows || one?.digest !== other?.digest
  })
  if (different.length === 0) return
  const told = different.map(
    (name) => `${name} (${ours.outputs[name]?.rows ?? 'no'} and ${theirs.outputs[name]?.rows ?? 'no'} rows)`,
  )
  throw new Error(`the sides disagree on ${told.join(', ')}`)
}
