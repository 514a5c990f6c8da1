import type { GrantLookup } from '../../access/tokens.ts'
import type { Drainer } from '../../pipelines/events/drainer.ts'
import type { Intake } from '../../pipelines/events/intake.ts'
import type { Platform } from '../../pipelines/platform.ts'

/** What the server speaks for. */
export interface ServerParts {
  platform: Platform
  intake: Intake
  drainer: Drainer
  grants: GrantLookup
  /** Requests about objections that one token may make in a minute. */
  objectionsPerMinute?: number
}
