import { once } from 'node:events'
import { defineTexts } from '../../../core/locale.ts'
import { startDrainer } from '../../../pipelines/events/drainer.ts'
import { startWorker } from '../../../pipelines/worker.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'

defineTexts({
  'worker.started': { 'zh-CN': '工作进程已启动，Ctrl-C 停止', en: 'Worker started; Ctrl-C stops it' },
  'worker.left': {
    'zh-CN': '{seconds} 秒内未能结束，现在离开；未完成的阶段由其他工作进程或下次启动时接续。',
    en: 'Not ended within {seconds} s; leaving now. The stage under way is taken up by another worker, or at the next start.',
  },
  'worker.stopping': { 'zh-CN': '正在完成手上的阶段后停止', en: 'Stopping after the stage under way' },
})

/**
 * Takes stages until SIGINT or SIGTERM; then finishes the stage under way and leaves, within `queue.leaveMs` of the
 * configuration whatever is down: a stage that is cut off is taken up again.
 */
export const worker = command({
  usage: 'worker',
  words: { 'zh-CN': '从队列取阶段执行，直至停止', en: 'take stages from the queue until stopped' },
  async run(io) {
    const opened = await io.open({
      makes: true,
      progress: (event) => {
        if (event.total === 1) io.say(`${event.stage}: ${io.text(event.what)}`)
      },
    })

    const queue = await opened.queue()
    const running = await startWorker(opened.platform, queue, { schedules: true })
    const drainer = startDrainer(opened.platform)
    io.say(io.text('worker.started'))
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    io.say(io.text('worker.stopping'))
    leaveWithin(io, opened.platform.config.queue.leaveMs)
    await running.stop()
    await drainer.stop()
    return exit.ok
  },
})

function leaveWithin(io: Io, limit: number): void {
  const leave = () => {
    io.say(io.text('worker.left', { seconds: Math.round(limit / 1000) }))
    process.exit(exit.problems)
  }
  setTimeout(leave, limit).unref()
}
