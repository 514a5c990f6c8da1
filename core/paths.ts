import { join } from 'node:path'

/** Where everything lives below the data root. One place, so that no two rooms disagree. */
export function dataPaths(root: string) {
  return {
    root,
    drops: join(root, 'drop'),
    drop: (department: string) => join(root, 'drop', department),
    landing: join(root, 'landing'),
    work: join(root, 'work'),
    lake: join(root, 'lake'),
    /** When all files of the lake were last read and found as they were written. */
    lakeChecked: join(root, 'lake_checked.json'),
    keys: join(root, 'keys'),
    reports: join(root, 'reports'),
    outbox: join(root, 'outbox'),
    /** Accepted events of a dataset that have not landed yet. */
    events: (dataset: string) => join(root, 'events', dataset),
    /** Rights of departments to post events. */
    grants: join(root, 'keys', 'events'),
    spill: join(root, 'tmp'),
  }
}
export type DataPaths = ReturnType<typeof dataPaths>
