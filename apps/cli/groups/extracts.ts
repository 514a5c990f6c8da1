import type { Group } from '../command.ts'
import { acceptFile, discardExtract, listExtracts, retryExtract, showExtract } from '../commands/extracts.ts'
import { withdraw } from '../commands/reprocess.ts'

/** What departments sent, file by file, and what became of it. */
export const extracts: Group = {
  name: 'extracts',
  words: {
    'zh-CN': '数据批次：部门报送了什么、结果如何',
    en: 'extracts: what departments sent, and what became of it',
  },
  commands: [listExtracts, acceptFile, retryExtract, discardExtract, showExtract, withdraw],
}
