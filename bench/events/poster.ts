import { setTimeout as sleep } from 'node:timers/promises'
import { licenceEvent } from './licences.ts'

/** What to post where, at which rate (events a second) and in batches of how many. */
interface Order {
  url: string
  token: string
  total: number
  rate: number
  batch: number
}

/** A batch was accepted `at` (milliseconds since 1970), `took` after it was sent. */
export interface Accepted {
  at: number
  took: number
  size: number
}

process.once('message', (order) => void postAll(order as Order))

/** Posts a batch whenever its time has come, waiting for no answer. */
async function postAll(order: Order): Promise<void> {
  const { total, rate, batch } = order
  const from = performance.now()
  const sent: Promise<void>[] = []
  for (let n = 0; n < total; n += batch) {
    const wait = from + (n / rate) * 1000 - performance.now()
    if (wait > 0) await sleep(wait)
    sent.push(post(order, n, Math.min(batch, total - n)))
  }
  await Promise.all(sent)
  process.disconnect()
}

async function post({ url, token }: Order, first: number, size: number): Promise<void> {
  const now = new Date()
  const body = JSON.stringify({
    events: Array.from({ length: size }, (_, at) => licenceEvent(first + at, now)),
  })
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'idempotency-key': `bench ${first}`,
  }
  const from = performance.now()
  const response = await fetch(url, { method: 'POST', body, headers })
  await response.text()
  if (response.status !== 202) throw new Error(`a batch was answered ${response.status}`)
  process.send?.({ at: Date.now(), took: performance.now() - from, size } satisfies Accepted)
}
