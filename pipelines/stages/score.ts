import { updateScores } from '../../governance/scores/update.ts'
import type { Platform, StageResult } from '../platform.ts'
import { idsOf, type StageKind } from '../stage.ts'

/** Scores every register and department, when all else has ended. */
export const score: StageKind = {
  kind: 'score',
  targets: () => ['all'],
  after: (_, { planned }) => idsOf(planned),
  always: true,
  run: (platform) => scoreStage(platform),
}

/** Brings quality/indicators and quality/scores up to date with what was ingested, published and settled. */
export async function scoreStage(platform: Platform): Promise<StageResult> {
  const { months, changed } = await updateScores(platform)
  const version = async (name: string) => (await platform.lake.table(name).snapshot()).version
  return {
    status: months > 0 || changed ? 'succeeded' : 'skipped',
    inputs: {},
    outputs: {
      'quality/indicators': await version('quality/indicators'),
      'quality/scores': await version('quality/scores'),
    },
    counts: { months },
    problems: [],
  }
}
