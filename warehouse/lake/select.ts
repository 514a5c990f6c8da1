import { ShuyuanError } from '../../core/errors.ts'
import type { Relation } from '../engine/relation.ts'
import { keyOfFile } from './deleted.ts'
import type { Place } from './log.ts'
import { type RelationFile, relationOf } from './relation.ts'
import type { DataFile, SelectOptions, Snapshot } from './types.ts'

/** The rows of a snapshot; see `LakeTable.select`. */
export function selectFrom(place: Place, snapshot: Snapshot, options: SelectOptions = {}): Relation {
  const wanted = options.buckets && new Set(options.buckets)
  const files = (options.files ?? snapshot.files).filter(
    (file) => !wanted || (file.bucket !== undefined && wanted.has(file.bucket)),
  )
  const { schema, partitionBy } = snapshot
  const source = { place, schema, partitionBy, positions: options.positions ?? false }
  const masks = files.map((file) => masked(place, snapshot, file))
  return relationOf(source, masks)
}

function masked(place: Place, snapshot: Snapshot, file: DataFile): RelationFile {
  if (!file.deletionVector) return file
  const { deleted } = snapshot
  const number = deleted?.numbers.get(keyOfFile(file))
  if (!deleted || number === undefined) {
    throw new ShuyuanError('lake.file_not_in_snapshot', {
      table: place.table,
      file: file.path,
      version: snapshot.version,
    })
  }
  return { ...file, mask: { path: deleted.path, number, keeps: 'others' } }
}
