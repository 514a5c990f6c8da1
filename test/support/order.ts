import { relative } from 'node:path'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The files that take longest, longest first. */
const LONGEST = [
  'test/kill.test.ts',
  'test/truth.test.ts',
  'pipelines/reprocess/reprocess.test.ts',
  'apps/cli/cli.test.ts',
  'test/golden_cases.test.ts',
  'test/arrival_order.test.ts',
  'quality/kinds.test.ts',
  'quality/equivalence.test.ts',
  'test/gate.test.ts',
  'test/events_kill.test.ts',
  'test/package.test.ts',
]

/**
 * The longest files first, so that no worker is left with one of them while the others have none. What earlier runs
 * took is not known on a fresh machine.
 */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(relative(this.ctx.config.root, moduleId))
      return at < 0 ? LONGEST.length : at
    }
    return sorted.sort((a, b) => place(a) - place(b))
  }
}
