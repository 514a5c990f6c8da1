import {
  type BackendFactory,
  createPostgresBackend,
  createRedisBackend,
  type Processor,
  Queue,
  type QueueOptions,
  type RedisQueueBackend,
  Worker,
  type WorkerOptions,
} from 'bullmq'
import { Redis } from 'ioredis'
import { ShuyuanError } from '../../core/errors.ts'
import { reach, serverOf } from './reach.ts'
import './locale.ts'

/** PostgreSQL schema that BullMQ keeps its tables in, beside the ledger's. */
const SCHEMA = 'bullmq'

/** The two stores of BullMQ behind one face: whatever differs between them is here. */
export interface Backend {
  kind: 'postgres' | 'redis'
  server: string
  queue(name: string): Queue
  worker(name: string, processor: Processor, options: Omit<WorkerOptions, 'connection'>): Worker
}

/** The backend that the options name, once its server has answered. @throws ShuyuanError `queue.unreachable` */
export async function chooseBackend(options: {
  redisUrl?: string
  connectionString?: string
}): Promise<Backend> {
  if (options.redisUrl) {
    await probeRedis(options.redisUrl)
    return redisBackend(options.redisUrl)
  }
  if (options.connectionString) return postgresBackend(options.connectionString)
  // Without an address no attempt helps.
  throw new ShuyuanError('queue.unreachable', { server: '?', reason: 'no address' }, { kind: 'internal' })
}

function redisBackend(url: string): Backend {
  const producing = { url, maxRetriesPerRequest: 1, enableOfflineQueue: false, connectTimeout: 4000 }
  const consuming = { url, connectTimeout: 4000 }
  return {
    kind: 'redis',
    server: serverOf(url),
    queue: (name) => new Queue(name, { connection: producing }, createRedisBackend),
    worker: (name, processor, options) =>
      new Worker(name, processor, { ...options, connection: consuming }, createRedisBackend),
  }
}

/** Asks Redis once: BullMQ itself would try for ever. */
async function probeRedis(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 4000 })
  let failure: unknown
  redis.on('error', (error: unknown) => {
    failure = error
  })
  const answer = redis.connect().then(() => redis.ping())
  try {
    await reach(
      serverOf(url),
      answer.catch((error: unknown) => Promise.reject(failure ?? error)),
    )
  } finally {
    redis.disconnect()
  }
}

/** Queue and Worker use a backend through its common interface; only their type parameters say Redis. */
const postgresFactory = createPostgresBackend as unknown as BackendFactory<RedisQueueBackend>

function postgresBackend(connectionString: string): Backend {
  const connection = {
    connectionString,
    schema: SCHEMA,
    migrate: true,
    max: 4,
    connectionTimeoutMillis: 4000,
    application_name: 'shuyuan queue',
    keepAlive: true,
  }
  return {
    kind: 'postgres',
    server: serverOf(connectionString),
    queue: (name) => new Queue(name, { connection } as QueueOptions, postgresFactory),
    worker: (name, processor, options) =>
      new Worker(name, processor, { ...options, connection } as WorkerOptions, postgresFactory),
  }
}
