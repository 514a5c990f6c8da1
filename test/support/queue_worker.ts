import { openQueue } from '../../pipelines/queue/bullmq.ts'
import type { QueueOptions } from '../../pipelines/queue/queue.ts'

/** A worker process for tests: `hang` never ends its job, `leave` does one and closes. */
const options = JSON.parse(process.argv[2] ?? '{}') as QueueOptions & { mode: string; lockDuration: number }
const queue = await openQueue<{ id: number }>(options)
let done = () => {}
const worked = new Promise<void>((resolve) => {
  done = resolve
})
await queue.work(
  async ({ id }) => {
    console.log(`working ${id}`)
    if (options.mode === 'hang') await new Promise(() => {})
    done()
  },
  { lockDuration: options.lockDuration },
)
if (options.mode === 'leave') {
  await queue.add('mine', { id: 1 })
  await worked
  await queue.close()
}
