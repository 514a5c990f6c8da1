import type { Group } from '../command.ts'
import {
  decideCandidate,
  listCandidates,
  listDecisions,
  showCandidates,
  undoCandidate,
} from '../commands/candidates.ts'

/** Records without a usable key. */
export const candidates: Group = {
  name: 'candidates',
  words: {
    'zh-CN': '无可用主键的记录：列出、查看、判定、撤销',
    en: 'records without a usable key: list, show, decide, undo',
  },
  commands: [listCandidates, showCandidates, decideCandidate, undoCandidate, listDecisions],
}
