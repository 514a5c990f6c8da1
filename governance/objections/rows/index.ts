export { type Compared, failureEvents, mendedByDelta, mendedByDump } from './changes.ts'
export { correctedRows } from './corrected.ts'
export { actingOnDisagreements, codesInDoubt, disagreements, settledDisputes } from './disputes.ts'
export { evidence, type Register } from './evidence.ts'
export { failures, type Policy, position } from './failures.ts'
export type { Naming } from './fingerprint.ts'
export { pseudonym } from './identity.ts'
export {
  appOf,
  type DatasetItems,
  ITEMS,
  type ItemEvent,
  isOpenItem,
  itemEvents,
  openItemEvents,
  openItems,
  standing,
} from './items.ts'
export { type Delivered, passes, type Variant } from './passes.ts'
