import { defineTexts, type Text } from '../../core/locale.ts'

const prefixed = (prefix: string, words: Record<string, [zh: string, en: string]>): Record<string, Text> =>
  Object.fromEntries(Object.entries(words).map(([name, [zh, en]]) => [prefix + name, { 'zh-CN': zh, en }]))

const texts = defineTexts({
  'error.cli.bad_extract_state': {
    kind: 'usage',
    'zh-CN': '没有批次状态 {value}。可用：{known}。',
    en: 'There is no state {value} of an extract. Known: {known}.',
  },
  ...prefixed('extracts.', {
    none: ['没有符合条件的批次。', 'There is no such extract.'],
    retried: [
      '批次 {extract} 将在下次运行时作为 {as} 重试。',
      'The next run tries {extract} again, as {as}.',
    ],
    discarded: [
      '批次 {extract} 已放弃，不再处理；文件保留在落地区。',
      'Extract {extract} is given up and not tried again; its file stays in landing.',
    ],
    decided: ['{at} {officer}：{reason}', '{at} {officer}: {reason}'],
    accepted: ['{file} 将在下次运行时采集。', 'The next run takes {file}.'],
    more: ['另有 {more} 批未显示；用 --limit 增加。', '{more} more are not shown; --limit for more.'],
  }),
  ...prefixed('extracts.state.', {
    waiting: ['待处理', 'waiting'],
    taken: ['已入库', 'taken'],
    held: ['被拦截', 'held'],
    refused: ['未接收', 'refused'],
    set_aside: ['已搁置', 'set aside'],
    discarded: ['已放弃', 'given up'],
    retried: ['已重试', 'tried again'],
    withdrawn: ['已撤回', 'withdrawn'],
  }),
  ...prefixed('extracts.mode.', { full: ['全量', 'full dump'], delta: ['增量', 'delta'] }),
  ...prefixed('extracts.column.', {
    id: ['批次', 'extract'],
    state: ['状态', 'state'],
    department: ['部门', 'department'],
    file: ['文件', 'file'],
    mode: ['方式', 'mode'],
    as_of: ['数据截至', 'as of'],
    landed: ['收到时间', 'landed'],
    bytes: ['字节', 'bytes'],
    sha256: ['SHA-256', 'SHA-256'],
    path: ['落地文件', 'landed file'],
    received: ['收到', 'received'],
    accepted: ['合格', 'accepted'],
    quarantined: ['隔离', 'quarantined'],
    warned: ['警告', 'warned'],
    retried_as: ['重试为', 'tried again as'],
    discarded: ['放弃', 'given up'],
    attempts: ['已尝试', 'attempts'],
  }),
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
