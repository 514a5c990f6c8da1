import type { KnownGrants } from '../../access/index.ts'
import type { Drainer, Intake } from '../../pipelines/events/index.ts'
import type { Platform } from '../../pipelines/platform.ts'

/** What the server speaks for. */
export interface ServerParts {
  platform: Platform
  intake: Intake
  drainer: Drainer
  grants: KnownGrants
  /** Requests about objections that one token may make in a minute. */
  objectionsPerMinute?: number
}
