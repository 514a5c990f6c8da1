import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.queue.unreachable': {
    kind: 'transient',
    'zh-CN':
      '无法连接任务队列 {server}：{reason}。已登记的任务不受影响。请确认该服务已启动、地址（REDIS_URL 或 SHUYUAN_DATABASE_URL）正确、网络可达，再重试。',
    en: 'The queue on {server} cannot be reached: {reason}. Recorded runs are unaffected. Check that the server runs, that its address (REDIS_URL or SHUYUAN_DATABASE_URL) is right and the network open, then try again.',
  },
  'error.queue.refused': {
    kind: 'internal',
    'zh-CN': '任务队列 {server} 拒绝了连接：{reason}。请检查地址中的用户与口令。',
    en: 'The queue on {server} refused the connection: {reason}. Check user and password in its address.',
  },
  'error.queue.bad_schedule': {
    kind: 'internal',
    'zh-CN': '计划 {id} 的时间表达式“{cron}”无效：{reason}。其他计划未改动。请在 jobs.config.ts 中改正。',
    en: 'The schedule {id} has a cron expression that is not valid, "{cron}": {reason}. Other schedules are unchanged. Correct it in jobs.config.ts.',
  },
  'error.queue.bad_job_id': {
    kind: 'internal',
    'zh-CN': '任务标识“{id}”无效：须以字母开头，只含字母、数字、“.”“_”“-”。',
    en: 'The job id "{id}" is not valid: it starts with a letter and has letters, digits, ".", "_" and "-" only.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
