import type { Group } from '../command.ts'
import { testSource } from '../commands/source.ts'

/** The places that extracts come from. */
export const source: Group = {
  name: 'source',
  words: { 'zh-CN': '数据来源', en: 'the places that extracts come from' },
  commands: [testSource],
}
