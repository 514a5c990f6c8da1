import type { Group } from '../command.ts'
import { list, show } from '../commands/objections.ts'
import { accept, confirm, correct, reject, reopen, verify } from '../commands/objections_act.ts'
import { answer, exportSheet } from '../commands/objections_answer.ts'
import { notices, stats } from '../commands/objections_figures.ts'
import { raise, template } from '../commands/objections_raise.ts'

/** Objections to data (Article 45): raised, answered, followed to their end. */
export const objections: Group = {
  name: 'objections',
  words: {
    'zh-CN': '数据疑义：提出、跟踪、答复、督办与统计',
    en: 'objections to data: raise, follow, answer; notices and figures',
  },
  commands: [
    list,
    show,
    accept,
    verify,
    correct,
    reject,
    reopen,
    confirm,
    raise,
    template,
    exportSheet,
    answer,
    notices,
    stats,
  ],
}
