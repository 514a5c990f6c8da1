import { once } from 'node:events'
import config from '../../../jobs.config.ts'
import { startDrainer } from '../../../pipelines/events/index.ts'
import { applySchedules } from '../../../pipelines/schedules.ts'
import { startWorker } from '../../../pipelines/worker.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { open } from '../wiring.ts'

/** Takes stages until SIGINT or SIGTERM; then finishes the stage under way and leaves. */
export async function worker(io: Io): Promise<Exit> {
  const opened = await open(io.settings, (event) => {
    if (event.total === 1) io.say(`${event.stage}: ${io.text(event.what)}`)
  })
  try {
    const queue = await opened.queue()
    await applySchedules(queue, config)
    const running = await startWorker(opened.platform, queue)
    const drainer = startDrainer(opened.platform)
    io.say(io.text('worker.started'))
    await Promise.race([once(process, 'SIGINT'), once(process, 'SIGTERM')])
    io.say(io.text('worker.stopping'))
    await running.stop()
    await drainer.stop()
    return exit.ok
  } finally {
    await opened.close()
  }
}
