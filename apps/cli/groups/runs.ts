import type { Group } from '../command.ts'
import { listRuns, showRun } from '../commands/runs.ts'

/** Plans, runs, and what they published. */
export const runs: Group = {
  name: 'runs',
  words: { 'zh-CN': '运行记录', en: 'past and present runs' },
  commands: [listRuns, showRun],
}
