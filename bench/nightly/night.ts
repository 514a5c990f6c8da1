import { catalogue } from '../../catalog/catalogue.ts'
import type { Dataset } from '../../catalog/dataset.ts'
import config from '../../jobs.config.ts'
import { type Plan, planRun } from '../../pipelines/plan.ts'
import { runToEnd } from '../../pipelines/run_to_end.ts'
import { stageId } from '../../pipelines/stage.ts'
import { getRun } from '../../warehouse/ledger/runs.ts'
import { openPlatform } from '../platform.ts'
import { foundationsOf } from './registers.ts'

/** The plan of a night, as a run has it, without what dbt has nothing of: objections, topics, reports, packages. */
function planOf(registers: Dataset[]): Plan {
  const { stages } = planRun(catalogue, config, [])
  const wanted = new Set([
    ...registers.map(({ id }) => stageId('ingest', id)),
    ...foundationsOf(registers).map((id) => stageId('build', id)),
    stageId('score', 'all'),
  ])
  return {
    targets: [],
    stages: stages
      .filter(({ id }) => wanted.has(id))
      .map((stage) => ({ ...stage, after: stage.after.filter((id) => wanted.has(id)) })),
  }
}

/** Runs a night to its end in this process, by its queue. */
export async function runNight(data: string, memory: string, registers: Dataset[]): Promise<void> {
  const { platform, queue, close } = await openPlatform(data, memory)
  const id = await runToEnd(platform, await queue(), planOf(registers), 'bench')
  const { status } = await getRun(platform.ledger.db, id)
  await close()
  if (status === 'failed') throw new Error('a stage of the night failed')
}
