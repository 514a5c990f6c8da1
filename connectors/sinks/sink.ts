import type { z } from 'zod'
import type { DataPaths } from '../../core/paths.ts'
import type { Trial } from '../trial.ts'

/** A finished package: a folder on this machine, whose files do not change any more. */
export interface FinishedPackage {
  /** Its name at the sink. */
  name: string
  folder: string
  /** Every file, in the order in which they are sent: the manifest last. */
  files: readonly { name: string; bytes: number; sha256: string }[]
}

/** A small file that a city left beside a package, unverified. */
export interface UnverifiedFile {
  path: string
  /** Empty where the file is larger than was asked for. */
  text: string
}

/**
 * A place that packages go to and receipts come back from, opened for one delivery. What can pass by itself is thrown as
 * an error of kind `transient`, everything else as one that stays; both name the delivery. Whatever is given a signal
 * ends soon after it aborts, with the signal's reason.
 */
export interface Sink {
  /** The place as a person finds it: a folder, an address. Never a secret. */
  readonly place: string
  /** A package there as a person finds it. */
  pathOf(name: string): string
  /**
   * Brings a package there, whole or not at all: it is written under another name and then given its own. The same
   * package again changes nothing.
   * @returns false: it was there
   * @throws ShuyuanError `connectors.package_differs` where another package has its name, which stays as it is;
   * `connectors.package_damaged` where a file here is not as `files` says; `connectors.sink_refused`, `sink_full`,
   * `sink_failed`
   */
  deliver(pack: FinishedPackage, signal?: AbortSignal): Promise<boolean>
  /** Names of what is there whole, in no order. */
  list(signal?: AbortSignal): AsyncIterable<string>
  /** A package that is there as a folder on this machine, to be verified; made in `scratch` where it is far away. */
  fetch(name: string, scratch: string, signal?: AbortSignal): Promise<string | undefined>
  /** A file of at most `most` bytes that the city left in a package; undefined: there is none. */
  read(name: string, file: string, most: number, signal?: AbortSignal): Promise<UnverifiedFile | undefined>
  /** Tries what delivering needs; leaves everything as it was. */
  test(signal?: AbortSignal): Promise<Trial[]>
  close(): Promise<void>
}

/** What a sink is opened with. */
export interface SinkParts {
  paths: DataPaths
  delivery: { id: string; city: string }
}

/** A transport: what `jobs.config.ts` says of it, and how it is opened. */
export interface SinkKind<Schema extends z.ZodType = z.ZodType> {
  kind: string
  /** Of `sink` in a delivery of `jobs.config.ts`; its `kind` is the literal above. */
  schema: Schema
  /** The folder where the packages stay, if it is on this machine: their manifests tell of the audit log. */
  folderOf?(settings: z.output<Schema>, parts: SinkParts): string
  open(settings: z.output<Schema>, parts: SinkParts): Promise<Sink>
}

/** A transport, its settings typed by its schema. */
export function defineSink<const Schema extends z.ZodType<{ kind: string }>>(
  kind: SinkKind<Schema>,
): SinkKind<Schema> {
  return kind
}
