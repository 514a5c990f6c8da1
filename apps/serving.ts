import { type EventService, startEventService } from '../pipelines/events/service.ts'
import type { Platform } from '../pipelines/platform.ts'
import { createApp } from './server/app.ts'
import { type Listening, listen } from './server/listen.ts'

/** A running server with its intake. */
export interface Serving {
  url: string
  service: EventService
  /** Ends requests under way, publishes what was accepted, lets go of everything but the platform. */
  stop(): Promise<void>
}

/** Puts the server together: the one place that knows both the HTTP interface and who starts it. */
export async function startServing(
  platform: Platform,
  address: { host: string; port: number },
): Promise<Serving> {
  const service = await startEventService(platform)
  let listening: Listening
  try {
    listening = await listen(createApp({ platform, ...service }), address)
  } catch (error) {
    await service.stop()
    throw error
  }
  return {
    url: listening.url,
    service,
    stop: async () => {
      await listening.close()
      await service.stop()
    },
  }
}
