export { acceptHeldFile, type Decision } from './accept.ts'
export { discardExtract, retryExtract } from './decide.ts'
export {
  type ExtractState,
  extractId,
  extractNamed,
  extractStates,
  extractsOf,
  type ToldExtract,
} from './list.ts'
