import type { Drainer, Grants, Intake } from '../../pipelines/events/index.ts'
import type { Platform } from '../../pipelines/platform.ts'

/** What the server speaks for. */
export interface ServerParts {
  platform: Platform
  intake: Intake
  drainer: Drainer
  grants: Grants
  /** Requests about objections that one token may make in a minute. */
  objectionsPerMinute?: number
}
