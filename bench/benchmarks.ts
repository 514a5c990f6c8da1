import { backflow } from './backflow/index.ts'
import type { Benchmark } from './benchmark.ts'
import { events } from './events/index.ts'
import { extracts } from './extract/index.ts'
import { foundations } from './foundation/index.ts'
import { nightly } from './nightly/index.ts'
import { person } from './person/index.ts'
import { quality } from './quality/index.ts'
import { reports } from './reports/index.ts'
import { start } from './start.ts'

/** All benchmarks, in the order in which they run. */
export const benchmarks: Benchmark[] = [
  nightly,
  ...extracts,
  person,
  ...quality,
  ...foundations,
  backflow,
  reports,
  events,
  start,
]
