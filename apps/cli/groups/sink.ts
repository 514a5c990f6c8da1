import type { Group } from '../command.ts'
import { testSink } from '../commands/sink.ts'

/** The places that packages go to. */
export const sink: Group = {
  name: 'sink',
  words: { 'zh-CN': '交付目的地', en: 'the places that packages go to' },
  commands: [testSink],
}
