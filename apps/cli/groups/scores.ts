import type { Group } from '../command.ts'
import { showRows, showScores } from '../commands/scores.ts'

/** How good the data are, by GB/T 36344, and what is behind each figure. */
export const scores: Group = {
  name: 'scores',
  words: { 'zh-CN': '按 GB/T 36344 的质量评分', en: 'quality scores by GB/T 36344: show, rows' },
  commands: [showScores, showRows],
}
