import { exit, type Io } from './io.ts'

const signals = ['SIGINT', 'SIGTERM'] as const

/**
 * Does `work`, which leaves in order when its signal aborts: at the first SIGINT (Ctrl-C) or SIGTERM. A second one
 * ends the process at once, as a power cut would: nothing is half published, and the next run goes on from there.
 */
export async function leaveOnInterrupt<T>(io: Io, work: (leave: AbortSignal) => Promise<T>): Promise<T> {
  const leaving = new AbortController()
  const interrupt = () => {
    process.stderr.write(`${io.text(leaving.signal.aborted ? 'run.left_at_once' : 'run.leaving')}\n`)
    if (leaving.signal.aborted) process.exit(exit.interrupted)
    leaving.abort()
  }
  for (const signal of signals) process.on(signal, interrupt)
  try {
    return await work(leaving.signal)
  } finally {
    for (const signal of signals) process.off(signal, interrupt)
  }
}
