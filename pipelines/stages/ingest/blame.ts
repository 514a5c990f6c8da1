import { isTransient, ShuyuanError, systemFailure } from '../../../core/errors.ts'

/**
 * Whose fault it is that an extract could not be processed. `file`: it is refused by name, its department is asked.
 * `passing`: it is tried again until it is done. `platform`: nobody foresaw it; it is tried again a few times.
 */
export type Blame = 'file' | 'passing' | 'platform'

/** Errors of rooms that are not the file's though they arise while it is read. */
const NOT_OF_THE_FILE = new Set([
  'connectors.disk_full',
  'connectors.system_failed',
  'connectors.file_changing',
  'connectors.landing_damaged',
])

/** What a person or time mends without a change of the file or the program. */
const PASSING =
  /^(connectors\.(disk_full|system_failed|file_changing|landing_damaged)|engine\.(disk_full|out_of_memory|interrupted|failed|file_missing)|ledger\..*|queue\..*|lake\.conflict)$/

/** Who is to blame for `error`, thrown while an extract was processed. */
export function blameOf(error: unknown): Blame {
  if (isTransient(error)) return 'passing'
  if (!(error instanceof ShuyuanError))
    return systemFailure(error) || isOutOfMemory(error) ? 'passing' : 'platform'
  if (error.code.startsWith('connectors.') && !NOT_OF_THE_FILE.has(error.code)) return 'file'
  return PASSING.test(error.code) || systemFailure(error) ? 'passing' : 'platform'
}

/** True of an allocation that the runtime refused. */
function isOutOfMemory(error: unknown): boolean {
  return error instanceof RangeError && /allocation failed|Invalid array buffer length/i.test(error.message)
}
