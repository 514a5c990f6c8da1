/** How a job is added. */
export interface AddOptions {
  /**
   * Keeps the job's id for a day after its end, so that adding it again in that time does nothing. Without it
   * the id is free again as soon as the job has ended.
   */
  once?: boolean
}

/** What a handler is told about its job beside the data. */
export interface JobInfo {
  jobId: string
  /** 1 for the first try. */
  attempt: number
}

export interface WorkOptions {
  /** Jobs at once in this process. Default 1. */
  concurrency?: number
  /** A job of a worker that died is taken by another about this long (milliseconds) after. Default 10,000. */
  lockDuration?: number
  /** Told of failures outside jobs, such as a lost connection; the worker goes on by itself. */
  onError?: (error: unknown) => void
}

/** Takes jobs until it is stopped. */
export interface QueueWorker {
  /** Takes no more jobs and waits for those under way. */
  stop(): Promise<void>
}

/** A job that is added by the clock. */
export interface Schedule<T> {
  id: string
  /** Cron expression of five or six fields. */
  cron: string
  /** Time zone that the expression is read in. */
  tz: string
  data: T
}

/** How many jobs there are, by state. */
export interface QueueCounts {
  waiting: number
  active: number
  delayed: number
}

/**
 * A queue of small jobs, shared by processes. Jobs carry identifiers only, never data of people. A job is given
 * to one worker at a time and at least once: after a worker's death another one gets it, so handlers must be
 * repeatable. A handler's transient error (`isTransient`) has the job tried again, up to five times, ever later;
 * any other error ends it.
 */
export interface Queue<T> {
  readonly backend: 'postgres' | 'redis'
  /** Adds a job. While one of the same id waits or works, nothing happens. Ids: letters, digits, `.`, `_`, `-`. */
  add(jobId: string, data: T, options?: AddOptions): Promise<void>
  work(handler: (data: T, job: JobInfo) => Promise<void>, options?: WorkOptions): Promise<QueueWorker>
  /** Makes `schedules` the ones in force; others are removed, unchanged ones are left alone. */
  schedule(schedules: Schedule<T>[]): Promise<void>
  /** The schedules in force and when each is due next. */
  schedules(): Promise<{ id: string; cron: string; tz: string; next: Date }[]>
  counts(): Promise<QueueCounts>
  /** Stops this process's workers and closes every connection. */
  close(): Promise<void>
}

export interface QueueOptions {
  /** Redis 6.2 or later; without it the queue lives in PostgreSQL. */
  redisUrl?: string
  /** PostgreSQL of the ledger; used when there is no `redisUrl`. */
  connectionString?: string
  /** Name of the queue: letters, digits, `_`, `-`. */
  name: string
}
