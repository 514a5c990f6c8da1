import { describe } from 'vitest'
import { startTestDatabase } from '../../test/support/ledger.ts'
import { redisMissing, startTestRedis } from '../../test/support/redis.ts'
import { consumes } from './queue.conformance.ts'

const missing = redisMissing()
if (missing) console.warn(`\n${'!'.repeat(80)}\nREDIS TESTS DID NOT RUN: ${missing}\n${'!'.repeat(80)}\n`)

describe('events from a queue on PostgreSQL', () => {
  consumes(async () => {
    const database = await startTestDatabase()
    return { options: { connectionString: database.connectionString }, stop: database.drop }
  })
})

describe.skipIf(missing)(
  missing ? `events from a queue on Redis (not run: ${missing})` : 'events from a queue on Redis',
  () => {
    consumes(async () => {
      const redis = await startTestRedis()
      return { options: { redisUrl: redis.url }, stop: redis.stop }
    })
  },
)
