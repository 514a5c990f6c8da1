import { once } from 'node:events'
import { startDrainer } from '../../../pipelines/events/index.ts'
import { startWorker } from '../../../pipelines/worker.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { open } from '../wiring.ts'

/**
 * Takes stages until SIGINT or SIGTERM; then finishes the stage under way and leaves, within `queue.leaveMs` of the
 * configuration whatever is down: a stage that is cut off is taken up again.
 */
export async function worker(io: Io): Promise<Exit> {
  const opened = await open(io.settings, {
    makes: true,
    progress: (event) => {
      if (event.total === 1) io.say(`${event.stage}: ${io.text(event.what)}`)
    },
  })
  try {
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
  } finally {
    await opened.close()
  }
}

function leaveWithin(io: Io, limit: number): void {
  const leave = () => {
    io.say(io.text('worker.left', { seconds: Math.round(limit / 1000) }))
    process.exit(exit.problems)
  }
  setTimeout(leave, limit).unref()
}
