import { defineElement, type Element } from '../element.ts'

/** Elements about the record itself, not its subject: every dataset has its own, nothing is compared. */
export const recordElements: Element[] = [
  defineElement({
    id: 'record.updated_at',
    name: { 'zh-CN': '更新时间', en: 'Updated at' },
    type: 'datetime',
    grading: 'L1',
    mask: 'none',
    authority: 'record.updated_at',
  }),
]
