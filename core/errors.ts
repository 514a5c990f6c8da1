import type { ErrorKind } from './error_kind.ts'
import { kindOf, type Locale, render, type TextFields } from './locale.ts'
import type { texts } from './texts.ts'
import './texts.ts'

/**
 * Every error by its code, with its wording and its kind. A room adds those of its locale table:
 *
 * ```ts
 * const texts = defineTexts({
 *   'error.room.what': { kind: 'invalid', 'zh-CN': '…{file}…', en: '…{file}…' },
 * })
 *
 * declare module '../core/errors.ts' {
 *   interface ErrorTexts extends ErrorsOf<typeof texts> {}
 * }
 * ```
 */
export interface ErrorTexts extends ErrorsOf<typeof texts> {}

/** The code of an error that has its wording: `room.what`. */
export type ErrorCode = keyof ErrorTexts & string

/** The code of the error that has its wording under `key`. */
export function codeOf<Code extends ErrorCode>(key: `error.${Code}`): Code {
  return key.slice('error.'.length) as Code
}

/** The errors of a locale table, `error.<code>` by its code. */
export type ErrorsOf<Texts> = {
  [Key in keyof Texts as Key extends `error.${infer Code}` ? Code : never]: Texts[Key]
}

/** What the wording of `Code` is filled with: every `{field}` that it names, and more. */
export type ErrorFields<Code extends ErrorCode> = TextFields & Record<FieldOf<Code>, TextFields[string]>

/** The fields that the wording of `Code` names; none where the code is not known in advance. */
type FieldOf<Code extends ErrorCode> = [ErrorCode] extends [Code]
  ? never
  : ErrorTexts[Code] extends Record<Locale, infer Wording>
    ? FieldIn<Wording>
    : never

/** A pair of braces with a quotation mark inside is an example of JSON. */
type FieldIn<Wording> = Wording extends `${string}{${infer Field}}${infer Rest}`
  ? (Field extends `${string}"${string}` ? never : Field) | FieldIn<Rest>
  : never

type Given<Code extends ErrorCode> = [FieldOf<Code>] extends [never]
  ? [fields?: TextFields, options?: Options]
  : [fields: ErrorFields<Code>, options?: Options]

interface Options {
  /** Where it differs from the one in the table. */
  kind?: ErrorKind
  cause?: unknown
}

/**
 * A failure that the platform expects and can explain.
 *
 * `code` is for machines (`room.what`), `fields` carry what the wording needs (department, dataset, file,
 * line, state, next step) and never personal data. Wording and kind live in the locale tables under
 * `error.<code>`; `message` is the English rendering, for logs.
 */
export class ShuyuanError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: ErrorCode
  readonly kind: ErrorKind
  readonly fields: TextFields

  constructor(code: Code, ...given: Given<Code>) {
    const [fields = {}, options = {}]: [TextFields?, Options?] = given
    super(render('en', `error.${code}`, fields), { cause: options.cause })
    this.name = 'ShuyuanError'
    this.code = code
    this.kind = options.kind ?? kindOf(`error.${code}`) ?? 'internal'
    this.fields = fields
  }

  /** The one line (or few) that a person reads, in `locale`. */
  in(locale: Locale): string {
    return render(locale, `error.${this.code}`, this.fields)
  }
}

/** True of a failure worth retrying: ours that may pass by itself, or a driver's broken connection. */
export function isTransient(error: unknown): boolean {
  if (error instanceof ShuyuanError) return error.kind === 'transient' || error.kind === 'busy'
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && TRANSIENT_SYSTEM_CODES.has(code)
}

/** The code of the operating system's refusal (`ENOSPC`, `EMFILE`) that an error tells of, however wrapped. */
export function systemFailure(error: unknown): string | undefined {
  for (let cause = error, depth = 0; cause instanceof Error && depth < 10; cause = cause.cause, depth++) {
    const { code } = cause as NodeJS.ErrnoException
    if (typeof code === 'string' && SYSTEM_CODES.has(code)) return code
  }
  return undefined
}

/** Of storage, memory and handles; a file that is gone (`ENOENT`) means different things in different places. */
const SYSTEM_CODES = new Set(
  'EACCES EAGAIN EBADF EBUSY EDQUOT EFBIG EIO EMFILE ENFILE ENOMEM ENOSPC EPERM EROFS ESTALE ETIMEDOUT ENODEV ENXIO'.split(
    ' ',
  ),
)

const TRANSIENT_SYSTEM_CODES = new Set([
  'ECONNRESET',
  'ECONNREFUSED',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  '57P01', // PostgreSQL: administrator ended the connection
  '57P03', // PostgreSQL: starting up
  '40001', // serialization failure
  '40P01', // deadlock
])
