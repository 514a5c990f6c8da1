import { datasetOf } from '../../catalog/lookup.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { type Extract, getExtract, listExtracts } from '../../warehouse/ledger/extracts.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import type { Platform } from '../platform.ts'
import './locale.ts'

/**
 * How an extract stands, as a person is told. `waiting`: landed, the next run takes it up. `taken`: its rows are in.
 * `held`: a gate keeps it from being published. `refused`: its file cannot be read. `set_aside`: the platform failed on
 * it several times. `discarded`: somebody gave it up. `retried`: it is tried again under another number. `withdrawn`: it
 * is as if it had never come.
 */
export const extractStates = [
  'waiting',
  'taken',
  'held',
  'refused',
  'set_aside',
  'discarded',
  'retried',
  'withdrawn',
] as const
export type ExtractState = (typeof extractStates)[number]

/** An extract as it is told to people. */
export interface ListedExtract extends Extract {
  /** `<dataset>/<number>`, by which commands name it. */
  id: string
  state: ExtractState
  problems: Problem[]
}

/** `<dataset>/<number>`. */
export const extractId = ({ dataset, seq }: Pick<Extract, 'dataset' | 'seq'>) => `${dataset}/${seq}`

/** Extracts of a dataset, or of all, those that landed last first. @throws ShuyuanError `catalog.unknown_dataset` */
export async function extractsOf(platform: Platform, dataset?: string): Promise<ListedExtract[]> {
  const { datasets } = platform.catalogue
  const asked = dataset === undefined ? datasets : [datasetOf(platform.catalogue, dataset)]
  const extracts = await Promise.all(asked.map(({ id }) => listExtracts(platform.ledger.db, id)))
  return extracts
    .flat()
    .sort((a, b) => b.landedAt.getTime() - a.landedAt.getTime() || b.seq - a.seq)
    .map(listed)
}

/**
 * The extract that `<dataset>/<number>` names.
 * @throws ShuyuanError `pipelines.bad_extract_id`, `catalog.unknown_dataset`, `ledger.unknown_extract`
 */
export async function extractNamed(platform: Platform, id: string): Promise<ListedExtract> {
  const [, dataset = '', seq] = /^(\w+)\/(\d{1,9})$/.exec(id) ?? []
  if (!seq) throw new ShuyuanError('pipelines.bad_extract_id', { id })
  return listed(await getExtract(platform.ledger.db, datasetOf(platform.catalogue, dataset).id, Number(seq)))
}

function listed(extract: Extract): ListedExtract {
  const { problems = [] } = extract.detail as { problems?: Problem[] }
  return { ...extract, id: extractId(extract), state: stateOf(extract, problems), problems }
}

function stateOf({ status, detail }: Extract, problems: Problem[]): ExtractState {
  if (detail.retriedAs !== undefined) return 'retried'
  if (detail.discarded !== undefined) return 'discarded'
  if (status === 'landed') return 'waiting'
  if (status === 'ingested') return 'taken'
  if (status === 'blocked') return 'held'
  if (status === 'withdrawn') return 'withdrawn'
  return problems.some(({ code }) => code === SET_ASIDE) ? 'set_aside' : 'refused'
}

const SET_ASIDE = 'error.pipelines.extract_crashes'
