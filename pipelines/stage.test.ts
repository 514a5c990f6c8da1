import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startTestPlatform, type TestPlatform } from '../test/support/platform.ts'
import { listExtracts } from '../warehouse/ledger/extracts.ts'
import { getRun } from '../warehouse/ledger/runs.ts'
import { stagesOf } from '../warehouse/ledger/stages.ts'
import { planRun } from './plan.ts'
import { executeStage, startRun } from './runs.ts'
import { type StageKind, stageId } from './stage.ts'
import { stageKinds } from './stages/index.ts'

let platform: TestPlatform
beforeEach(async () => {
  platform = await startTestPlatform()
})
afterEach(() => platform.close())

/** A kind of stage of its own: counts the extracts of a register. */
const count: StageKind = {
  kind: 'count',
  targets: ({ config }) => config.sources.map(({ dataset }) => dataset),
  after: (target) => [stageId('ingest', target), stageId('ingest', 'nothing')],
  async run({ ledger }, { target }) {
    const extracts = (await listExtracts(ledger.db, target)).length
    return { status: 'succeeded', inputs: {}, outputs: {}, counts: { extracts }, problems: [] }
  },
}
const kinds = [...stageKinds, count]

describe('a kind of stage', () => {
  it('is planned after what it reads and run, by its name in the list', async () => {
    const plan = planRun(platform.catalogue, platform.config, ['count.vaccinations'], kinds)
    expect(plan.stages.at(-1)).toEqual({
      id: 'count.vaccinations',
      kind: 'count',
      target: 'vaccinations',
      after: ['ingest.vaccinations'],
    })
    const queue = await platform.openQueue()
    try {
      const runId = await startRun(platform, queue, plan, 'test')
      for (const { id } of plan.stages) await executeStage(platform, queue, { runId, stage: id }, kinds)
      expect(await getRun(platform.ledger.db, runId)).toMatchObject({ status: 'succeeded' })
      const stages = await stagesOf(platform.ledger.db, runId)
      expect(stages.find(({ kind }) => kind === 'count')).toMatchObject({
        status: 'succeeded',
        counts: { extracts: 0 },
      })
    } finally {
      await queue.close()
    }
  })

  it('that nobody knows fails its stage, naming those that there are', async () => {
    const plan = planRun(platform.catalogue, platform.config, ['count.vaccinations'], kinds)
    const queue = await platform.openQueue()
    try {
      const runId = await startRun(platform, queue, plan, 'test')
      for (const { id } of plan.stages) await executeStage(platform, queue, { runId, stage: id })
      const stages = await stagesOf(platform.ledger.db, runId)
      expect(stages.find(({ kind }) => kind === 'count')).toMatchObject({
        status: 'failed',
        error: {
          code: 'error.pipelines.unknown_target',
          fields: {
            target: 'count',
            known: 'ingest, object, build, dispute, topic, score, report, deliver, maintain',
          },
        },
      })
    } finally {
      await queue.close()
    }
  })
})
