import type { MetaData, Protocol } from './actions.ts'

const WRITER_FEATURES = ['appendOnly', 'changeDataFeed', 'inCommitTimestamp', 'invariants']
const DELETION_VECTORS = 'deletionVectors'

/** What a table needs of its readers and writers. Only deletion vectors raise the reader version. */
export function protocolOf(deletionVectors: boolean): Protocol {
  if (!deletionVectors) return { minReaderVersion: 1, minWriterVersion: 7, writerFeatures: WRITER_FEATURES }
  return {
    minReaderVersion: 3,
    minWriterVersion: 7,
    readerFeatures: [DELETION_VECTORS],
    writerFeatures: [...WRITER_FEATURES, DELETION_VECTORS].sort(),
  }
}

/** Whether the protocol allows deletion vectors. */
export const allowsVectors = (protocol: Protocol) =>
  (protocol.readerFeatures ?? []).includes(DELETION_VECTORS)

/** What of a protocol is not known here; null when all is. */
export function unknownFeature(found: Protocol): string | null {
  const { minReaderVersion, minWriterVersion } = found
  if (minReaderVersion > 3) return `reader version ${minReaderVersion}`
  if (minReaderVersion === 2) return 'columnMapping'
  const features = [...(found.readerFeatures ?? []), ...(found.writerFeatures ?? [])]
  const extra = features.find((feature) => feature !== DELETION_VECTORS && !WRITER_FEATURES.includes(feature))
  if (extra) return extra
  return minWriterVersion > 7 ? `writer version ${minWriterVersion}` : null
}

/** Table properties by which a definition is kept in `metaData.configuration`. */
export const PROPERTIES = {
  changeFeed: 'delta.enableChangeDataFeed',
  deletionVectors: 'delta.enableDeletionVectors',
  inCommitTimestamps: 'delta.enableInCommitTimestamps',
  checkpointInterval: 'delta.checkpointInterval',
  /** The version at which the present definition replaced another; absent when it is the first. */
  definedAt: 'shuyuan.definedAt',
  /** Columns of files that have no tag `shuyuan.columns`; absent when no column was ever added. */
  firstColumns: 'shuyuan.firstColumns',
} as const

/** A table property that is on or off. */
export const isOn = (metaData: MetaData, property: string) => metaData.configuration?.[property] === 'true'

/** A table property that is a whole number; null when it is absent. */
export function numberProperty(metaData: MetaData, property: string): number | null {
  const value = metaData.configuration?.[property]
  return value === undefined ? null : Number(value)
}

/** The tag of a file that says how many of the table's columns it holds, the first ones. */
export const COLUMNS_TAG = 'shuyuan.columns'
