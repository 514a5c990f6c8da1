import type { StageKind } from '../stage.ts'
import { build } from './build.ts'
import { deliver } from './deliver.ts'
import { ingest } from './ingest/ingest.ts'
import { maintain } from './maintain.ts'
import { dispute, object } from './objections.ts'
import { report } from './report.ts'
import { score } from './score.ts'
import { topic } from './topic.ts'

/** Every kind of stage, in the order in which they are planned. Those of a foundation are planned foundation by foundation. */
export const stageKinds: readonly (StageKind | readonly StageKind[])[] = [
  ingest,
  [object, build, dispute],
  topic,
  score,
  report,
  deliver,
  maintain,
]
