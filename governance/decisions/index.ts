export { type Decided, decide, undo } from './decide.ts'
export { carryOut, decisionsOf, finishDecisions } from './finish.ts'
export { countWaiting, listWaiting, type WaitingRecord } from './list.ts'
export { type ShownCandidate, type ShownRecord, showWaiting, type WaitingPlace } from './show.ts'
