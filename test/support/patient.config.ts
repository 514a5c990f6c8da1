import jobs from '../../jobs.config.ts'
import { defineJobs } from '../../pipelines/config.ts'

/** The project's deployment for tests that kill its processes more often than any that fails by itself dies. */
export default defineJobs({ ...jobs, queue: { ...jobs.queue, extractAttempts: 1000 } })
