import type { z } from 'zod'
import { ShuyuanError } from '../core/errors.ts'

/** An entry of the catalogue whose shape is wrong: what, and at which path. Its stack begins where it is defined. */
export class BadEntry extends ShuyuanError {
  /** The function that was to define it. */
  readonly defining: string
  readonly entry: string
  readonly issues: { path: PropertyKey[]; message: string }[]

  constructor(
    { defining, entry, issues }: Pick<BadEntry, 'defining' | 'entry' | 'issues'>,
    placeOf: (path: PropertyKey[]) => string = () => '',
  ) {
    const reasons = issues.map(
      ({ path, message }) => `${placeOf(path)}${path.map(String).join('.')}: ${message}`,
    )
    super('catalog.bad_entry', { entry, reasons: reasons.join('; ') })
    this.defining = defining
    this.entry = entry
    this.issues = issues
  }
}

/** What is wrong and where; of keys that there are not, each at its own place. */
export function issuesOf({ issues }: z.ZodError): BadEntry['issues'] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key], message: 'Unrecognized key' }))
      : [{ path: issue.path, message: issue.message }],
  )
}

/** @throws BadEntry `catalog.bad_entry`, as if thrown where `define` was called */
export function defined<S extends z.ZodType>(schema: S, define: Definition, input: z.input<S>): z.output<S> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const { id } = (input ?? {}) as { id?: unknown }
  const issues = issuesOf(parsed.error)
  const entry = typeof id === 'string' ? id : '?'
  const error = new BadEntry({ defining: define.name, entry, issues })
  Error.captureStackTrace(error, define)
  throw error
}

type Definition = (...args: never[]) => unknown
