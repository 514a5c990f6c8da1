import type { Group } from '../command.ts'
import { exportCatalogue, writeDocs } from '../commands/catalogue.ts'
import { showDataset, showDuty, showMatrix } from '../commands/catalogue_show.ts'

/** What exists and who owns it. */
export const catalogue: Group = {
  name: 'catalogue',
  words: { 'zh-CN': '公共数据目录', en: 'the public data catalogue' },
  commands: [exportCatalogue, showMatrix, showDuty, showDataset, writeDocs],
}
