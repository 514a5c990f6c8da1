import { catalogue } from '../catalog/catalogue.ts'
import { type Form, filesOf } from './deliveries.ts'

/** The first delivery of everything, or the batch of deltas a month later. */
export type Stage = 'initial' | 'update'

/** One file that a department delivers. */
export interface Extract {
  dataset: string
  stage: Stage
  mode: 'full' | 'delta'
  /** Day of the extract, `2026-09-01`, midnight in Asia/Shanghai. */
  asOf: string
  fileName: string
  /** Order among the extracts of its dataset. */
  seq: number
  form: Form
}

/** Every extract of the province, in the order of its dataset. Only of what the catalogue has. */
export const extracts: Extract[] = catalogue.datasets.flatMap(({ id }) => {
  const dated = filesOf(id).map(([fileName, form, late]) => extract(id, fileName, form, late === true))
  return dated.sort(byDelivery).map((each, at) => ({ ...each, seq: at + 1 }))
})

function extract(dataset: string, fileName: string, form: Form, late: boolean): Extract {
  const [, mode, year, month, day] = /_(full|delta)_(\d{4})(\d\d)(\d\d)/.exec(fileName) ?? []
  const asOf = `${year}-${month}-${day}`
  const stage = late || asOf >= '2026-10' ? 'update' : 'initial'
  return { dataset, stage, mode: mode === 'full' ? 'full' : 'delta', asOf, fileName, form, seq: 0 }
}

/** The stages one after the other; within one, by day. */
function byDelivery(a: Extract, b: Extract): number {
  if (a.stage !== b.stage) return a.stage === 'initial' ? -1 : 1
  return a.asOf < b.asOf ? -1 : 1
}
