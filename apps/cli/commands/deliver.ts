import { planRun } from '../../../pipelines/plan.ts'
import { runToEnd } from '../../../pipelines/run_to_end.ts'
import { deploymentOf } from '../../deployment.ts'
import { deliveryOf } from '../arguments.ts'
import { command } from '../command.ts'
import { showOutcome } from './run.ts'

/** Sends one request, or all, what the last releases hold for it; ingests and builds nothing. */
export const deliver = command({
  usage: 'deliver [request]',
  words: { 'zh-CN': '按已批准的需求向盟市交付', en: 'send what approved requests entitle cities to' },
  async run(io, _options, request) {
    const { catalogue, config } = await deploymentOf(io.settings)
    if (request !== undefined) deliveryOf(config, request.replace(/^deliver\./, ''))
    const planned = planRun(catalogue, config, request ? [request] : [])
    const stages = planned.stages
      .filter(
        (stage) => stage.kind === 'deliver' && (!request || stage.target === request || stage.id === request),
      )
      .map((stage) => ({ ...stage, after: [] }))
    const opened = await io.open()
    const runId = await runToEnd(
      opened.platform,
      await opened.queue(),
      { targets: planned.targets, stages },
      'cli',
    )
    return await showOutcome(io, opened.platform.ledger.db, runId)
  },
})
