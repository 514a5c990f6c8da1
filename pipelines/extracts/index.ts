export { acceptHeldFile, type Decision } from './accept.ts'
export {
  type ExtractState,
  extractId,
  extractNamed,
  extractStates,
  extractsOf,
  type ToldExtract,
} from './list.ts'
