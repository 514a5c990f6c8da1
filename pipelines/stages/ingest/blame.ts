import { type ErrorCode, isTransient, ShuyuanError, systemFailure } from '../../../core/errors.ts'

/**
 * Whose fault it is that an extract could not be processed. `file`: it is refused by name, its department is asked.
 * `passing`: it is tried again until it is done. `platform`: nobody foresaw it; it is tried again a few times.
 */
export type Blame = 'file' | 'passing' | 'platform'

/** What a person or time mends without a change of the file or the program, besides errors that are transient. */
const PASSING = new Set<ErrorCode>([
  // Not the file's, though they arise while it is read.
  'connectors.disk_full',
  'connectors.system_failed',
  'connectors.landing_damaged',
  'engine.disk_full',
  'engine.out_of_memory',
  'engine.failed',
  'engine.file_missing',
])
const PASSING_ROOMS = /^(ledger|queue)\./

/** Who is to blame for `error`, thrown while an extract was processed. */
export function blameOf(error: unknown): Blame {
  if (isTransient(error)) return 'passing'
  if (!(error instanceof ShuyuanError))
    return systemFailure(error) || isOutOfMemory(error) ? 'passing' : 'platform'
  if (error.code.startsWith('connectors.') && !PASSING.has(error.code)) return 'file'
  const passes = PASSING.has(error.code) || PASSING_ROOMS.test(error.code) || systemFailure(error)
  return passes ? 'passing' : 'platform'
}

/** True of an allocation that the runtime refused. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /allocation failed|Invalid array buffer length/i.test(error.message)
}
