import type { ShuyuanError } from '../core/errors.ts'
import type { TextFields } from '../core/locale.ts'
import './locale.ts'

/** One thing that was tried at a source or a sink; wording under `connectors.trial.<what>`. */
export interface Trial {
  what: 'list' | 'read' | 'write' | 'receipts'
  fields: TextFields
  /** Why it does not work. */
  error?: ShuyuanError
}
