export { pseudonym } from './identity.ts'
export {
  appOf,
  type DatasetItems,
  ITEMS,
  type ItemEvent,
  isOpenItem,
  itemColumns,
  itemEvents,
  itemsFile,
  openItemEvents,
  openItems,
  standing,
} from './items.ts'
export { markColumns } from './marks.ts'
