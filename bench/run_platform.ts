import { open } from '../apps/cli/wiring.ts'
import { readSettings } from '../core/settings.ts'
import { buildStage } from '../pipelines/stages/build.ts'
import { ingestStage } from '../pipelines/stages/ingest/ingest.ts'
import { createRun } from '../warehouse/ledger/runs.ts'
import { report, type StageTime } from './measure.ts'

/** The platform's own stages on the same file: drop folder to landing, raw, quality, std; then the foundation. */
const [data = '', memory = '3GB'] = process.argv.slice(2)
const steps: StageTime[] = []
const opened = await open({ ...readSettings({}), dataRoot: data, memoryLimit: memory })
const run = await createRun(opened.platform.ledger.db, {
  targets: [],
  plan: {},
  trigger: 'bench',
  stages: [],
  startedAt: new Date(),
})
let from = performance.now()
const ingested = await ingestStage(opened.platform, 'household_registration')
steps.push({
  stage: 'ingest+quality',
  seconds: (performance.now() - from) / 1000,
  rows: ingested.counts.received,
})
from = performance.now()
const built = await buildStage(opened.platform, 'person', run.id)
steps.push({ stage: 'person', seconds: (performance.now() - from) / 1000, rows: built.counts.golden })
await opened.close()
report(steps)
