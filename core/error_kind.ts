/**
 * What kind of failure an error is: who can do something about it. Whether it is tried again, the status of an HTTP
 * answer and the exit code of a command follow from it.
 */
export type ErrorKind =
  /** What the operator wrote is wrong: arguments, settings, jobs.config.ts, the catalogue. */
  | 'usage'
  /** What was sent cannot be read: its encoding, its JSON, its headers or parameters. */
  | 'malformed'
  /** What was sent comes in a form that is not taken (its media type). */
  | 'unsupported'
  /** What was sent can be read, and its content is refused: corrected, it passes. */
  | 'invalid'
  /** More was sent than is taken at once: in parts it passes. */
  | 'too_large'
  /** Nobody knows who asks. */
  | 'unauthenticated'
  /** Who asks may not. */
  | 'forbidden'
  /** There is nothing of that name, or not for who asks. */
  | 'not_found'
  /** There was, and it is no longer kept. */
  | 'gone'
  /** It does not go with what is there now: a state, another's work, an earlier request. */
  | 'conflict'
  /** Too much is asked at once: the same passes later. Is tried again. */
  | 'busy'
  /** A connection broke or another was in the way, and nothing was changed: the same may pass. Is tried again. */
  | 'transient'
  /** What the platform keeps is not as it was written: a backup helps. */
  | 'damaged'
  /** The platform or what it stands on fails: its engineers have to see to it. */
  | 'internal'
