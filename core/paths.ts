import { join } from 'node:path'

/** Where everything lives below the data root. One place, so that no two rooms disagree. */
export function dataPaths(root: string) {
  return {
    root,
    drop: (department: string) => join(root, 'drop', department),
    landing: join(root, 'landing'),
    work: join(root, 'work'),
    lake: join(root, 'lake'),
    keys: join(root, 'keys'),
    reports: join(root, 'reports'),
    outbox: join(root, 'outbox'),
    spill: join(root, 'tmp'),
  }
}
export type DataPaths = ReturnType<typeof dataPaths>
