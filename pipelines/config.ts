import { availableParallelism } from 'node:os'
import { CronExpressionParser } from 'cron-parser'
import { z } from 'zod'
import { issuesOf } from '../catalog/bad_entry.ts'
import type { Catalogue } from '../catalog/catalogue.ts'
import { divisions } from '../catalog/data/divisions.ts'
import { idSchema } from '../catalog/names.ts'
import { sinkSettingsSchema } from '../connectors/sinks/index.ts'
import { sourceSettingsSchema } from '../connectors/sources/index.ts'
import { ShuyuanError } from '../core/errors.ts'
import { requestSchema } from '../exchange/request.ts'
import { governanceShape } from '../governance/settings.ts'
import { eventSettingsSchema } from './events/settings.ts'
import './locale.ts'

const sourceSchema = z
  .strictObject({
    dataset: idSchema,
    /** Where its extracts come from; see `connectors/sources`. Default: the drop folder of the department. */
    from: sourceSettingsSchema.optional(),
    /** Short for `from: { kind: 'folder', path, settleMs }`. */
    folder: z.string().optional(),
    settleMs: z.number().int().nonnegative().optional(),
  })
  .refine(
    ({ from, folder, settleMs }) => !from || (folder === undefined && settleMs === undefined),
    'folder and settleMs belong into from',
  )
  .transform(({ dataset, from, folder: path, settleMs }) => ({
    dataset,
    from: from ?? sourceSettingsSchema.parse({ kind: 'folder', path, settleMs }),
  }))

/** One for each core; on large machines as many as there are connections to the ledger for. */
const stagesAtOnce = () => Math.min(availableParallelism(), 16)

const scheduleSchema = z.strictObject({
  id: idSchema,
  /** Five-field cron expression, read in Asia/Shanghai. */
  cron: z.string().refine(isCron, 'not a cron expression of five fields, as 30 1 * * *'),
  /** What to run; empty: everything. */
  targets: z.array(z.string()).default([]),
})

const deliverySchema = requestSchema.extend({
  /** Where its packages go; see `connectors/sinks`. Default: the city's folder in the outbox. */
  sink: sinkSettingsSchema.default({ kind: 'folder' }),
})

const PARTS = [
  'departments',
  'divisions',
  'codeTables',
  'elements',
  'datasets',
  'foundations',
] as const satisfies (keyof Catalogue)[]

/** The deployment as typed data: what comes in, when it runs, what may be published, what goes out. */
export const configSchema = z.strictObject({
  sources: z.array(sourceSchema),
  schedules: z.array(scheduleSchema).default([]),
  gates: z
    .strictObject({
      /** Share of a dataset's rows that may be rejected before its extract is blocked. */
      maxRejectedShare: z.number().min(0).max(1).default(0.3),
      /** Extracts with fewer rows are never blocked for their share: a delta of ten rows may have five bad ones. */
      shareFromRows: z.number().int().positive().default(1000),
    })
    .prefault({}),
  build: z
    .strictObject({
      /** A bucket is made anew where more than this share of its records has new rows; below, single records are. */
      wholeShare: z.number().positive().default(0.15),
      /** Files, and share of deleted rows, that a bucket of a table collects before it is made anew. */
      files: z.number().int().positive().default(24),
      deletedShare: z.number().min(0).max(1).default(0.12),
    })
    .prefault({}),
  retention: z
    .strictObject({
      /** Hours that replaced table files stay readable (time travel). */
      lakeHours: z
        .number()
        .positive()
        .default(24 * 30),
      /** Released versions that are kept however old. */
      releases: z.number().int().positive().default(3),
    })
    .prefault({}),
  ...governanceShape,
  /** Approved requests of cities: what each may receive, and by which way it goes there. */
  deliveries: z.array(deliverySchema).default([]),
  /** Intake of events: batching, idempotency, queue. */
  events: eventSettingsSchema.prefault({}),
  queue: z
    .strictObject({
      name: idSchema.default('shuyuan'),
      /**
       * Stages that one worker runs at once; by default one for each core. They share the engine's threads and memory,
       * and its connections to the ledger: a stage that runs alone has all of them.
       */
      concurrency: z.number().int().positive().default(stagesAtOnce),
      /** So often an extract is begun without coming to a result, as when the process dies, before it is set aside. */
      extractAttempts: z.number().int().positive().default(3),
      /** A stage of a worker that died is taken up by another after this long. */
      lockMs: z.number().int().min(1000).default(10_000),
      /** A worker that is told to stop leaves within this long, its stage ended or not. */
      leaveMs: z.number().int().min(1000).default(60_000),
    })
    .prefault({}),
})
export type JobsConfig = z.infer<typeof configSchema>

/** What a deployment declares: its jobs, and the catalogue that they are of. */
const declarationSchema = configSchema.extend({
  /** The catalogue of the deployment; that of Inner Mongolia where none is given. */
  catalogue: z
    .custom<Catalogue>(isCatalogue, `not a catalogue: a list each of ${PARTS.join(', ')}`)
    .optional(),
})

/** Typed `jobs.config.ts`: checks the shape and gives the defaults. @throws ShuyuanError `pipelines.bad_config` */
export function defineJobs(
  declaration: z.input<typeof declarationSchema>,
): z.output<typeof declarationSchema> {
  const parsed = declarationSchema.safeParse(declaration)
  if (parsed.success) return parsed.data
  throw new BadConfig(issuesOf(parsed.error))
}

/** A configuration whose shape is wrong: what, and at which path. */
export class BadConfig extends ShuyuanError {
  readonly issues: { path: PropertyKey[]; message: string }[]

  constructor(issues: BadConfig['issues'], placeOf: (path: PropertyKey[]) => string = () => '') {
    super('pipelines.bad_config', {
      reasons: issues
        .map(({ path, message }) => `${placeOf(path)}${path.map(String).join('.')}: ${message}`)
        .join('; '),
    })
    this.issues = issues
  }
}

/** Of its entries `checkCatalogue` has more to say. */
function isCatalogue(value: unknown): boolean {
  const parts = (value ?? {}) as Partial<Record<keyof Catalogue, unknown>>
  return PARTS.every((part) => Array.isArray(parts[part]))
}

function isCron(expression: string): boolean {
  if (!/^\S+( \S+){4}$/.test(expression)) return false
  try {
    CronExpressionParser.parse(expression, { tz: 'Asia/Shanghai' })
    return true
  } catch {
    return false
  }
}

/** Problems between the configuration and the catalogue, in words of the locale table. */
export function checkConfig(
  config: JobsConfig,
  catalogue: Catalogue,
): { code: string; fields: Record<string, string> }[] {
  const datasets = new Set(catalogue.datasets.map((dataset) => dataset.id))
  const findings: { code: string; fields: Record<string, string> }[] = []
  for (const source of config.sources) {
    if (!datasets.has(source.dataset)) {
      findings.push({ code: 'config.unknown_dataset', fields: { dataset: source.dataset } })
    }
  }
  for (const id of datasets) {
    if (!config.sources.some((source) => source.dataset === id)) {
      findings.push({ code: 'config.no_source', fields: { dataset: id } })
    }
  }
  // Rules, reports and scopes read the divisions of the package.
  const codes = new Set(catalogue.divisions.map(({ code }) => code))
  const known = new Set(divisions.map(({ code }) => code))
  const others = [...known, ...codes].filter((code) => !known.has(code) || !codes.has(code))
  if (others.length > 0)
    findings.push({ code: 'config.other_divisions', fields: { codes: others.slice(0, 10).join(', ') } })
  const elements = new Set(catalogue.elements.map(({ id }) => id))
  for (const { audience, elements: granted } of config.reports.clear) {
    for (const element of granted.filter((each) => !elements.has(each)))
      findings.push({ code: 'config.unknown_element', fields: { audience, element } })
  }
  for (const [what, ids] of [
    ['schedule', config.schedules.map((schedule) => schedule.id)],
    ['delivery', config.deliveries.map((delivery) => delivery.id)],
    ['source', config.sources.map((source) => source.dataset)],
    ['officer', config.officers.map((officer) => officer.id)],
  ] as const) {
    for (const id of new Set(ids.filter((each, at) => ids.indexOf(each) !== at))) {
      findings.push({ code: 'config.duplicate', fields: { what, id } })
    }
  }
  return findings
}
