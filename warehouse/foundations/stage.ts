import { joinParts, stageBuckets } from './buckets.ts'
import type { Build } from './build.ts'
import { stageIncrement } from './increment.ts'
import type { StagedTables } from './outputs.ts'
import { openSources } from './sources.ts'

/** Golden records, conflicts and states of everything in scope: written, not yet visible to anyone. */
export function stageBuild(build: Build): Promise<StagedTables> {
  return build.warehouse.engine.withSession(async (session) => {
    const sources = await openSources(build, session)
    try {
      const whole = await stageBuckets(build, sources, build.scope.whole)
      const increments =
        build.scope.whole.length < build.foundation.buckets ? [await stageIncrement(build, sources)] : []
      return joinParts([...whole, ...increments])
    } finally {
      await sources.dispose()
    }
  })
}
