export { openQueue } from './bullmq.ts'
export type {
  AddOptions,
  JobInfo,
  Queue,
  QueueCounts,
  QueueOptions,
  QueueWorker,
  Schedule,
  WorkOptions,
} from './queue.ts'
