export { deletedShare } from './deleted.ts'
export { LAKE_FORMAT, type LakeOptions, openLake } from './lake.ts'
export { partOf } from './part.ts'
export { fileStore, type Store, type StoredObject } from './store.ts'
export {
  byStem,
  filesOf,
  filesOfApp,
  isCommitted,
  lastTransaction,
  stemOf,
  stemOfFile,
} from './transactions.ts'
export type {
  Change,
  Column,
  Commit,
  CreateOptions,
  DataFile,
  FileFault,
  Lake,
  LakeTable,
  Once,
  Replaced,
  Rewrite,
  SelectOptions,
  Snapshot,
  StagedDelete,
  StagedFile,
  StageOptions,
  Transaction,
  Vacuumed,
  Verified,
} from './types.ts'
export { contentOf } from './verify.ts'
