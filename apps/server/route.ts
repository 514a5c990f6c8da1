import type { OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { ZodType } from 'zod'
import {
  type Act,
  anyone,
  authorise,
  type ObjectOf,
  type PartyFor,
  tokenRefusals,
} from '../../access/authorise.ts'
import { partyName } from '../../access/party.ts'
import { type ErrorCode, ShuyuanError } from '../../core/errors.ts'
import type { Locale, Text } from '../../core/locale.ts'
import type { Platform } from '../../pipelines/platform.ts'
import { type Answers, type Reply, respond } from './answers.ts'
import type { Body } from './body.ts'
import { localeFor } from './locale_for.ts'
import type { ServerParts } from './parts.ts'
import type { RequestRate } from './rate.ts'
import { signIn } from './sign_in.ts'
import './locale.ts'

/** What a route answers from: what the server speaks for, and how it is described. */
export interface Serving extends ServerParts {
  document(locale: Locale): Document
  rates: Record<RateName, RequestRate>
}

/** An OpenAPI document. */
export type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>

/** Requests that are counted together, by token. */
export type RateName = 'objections'

/** A route whose types are settled: what the server and the OpenAPI document need of it. */
export interface Route {
  method: 'get' | 'post'
  /** `/v1/objections/{id}` */
  path: string
  words: Text
  act: Act
  isPublic: boolean
  params: ZodType | undefined
  query: ZodType | undefined
  headers: ZodType | undefined
  body: Body<unknown> | undefined
  isIdempotent: boolean
  answers: Answers
  /** Codes of the errors that it answers with, beside the answers. */
  refusals: ErrorCode[]
  mostBytes: number
  tooLarge(): ShuyuanError
  answer(serving: Serving, c: Context): Promise<Response>
}

/** Whoever asks, and the name under which the history knows what he did. Nobody in particular on a public route. */
export type Caller<A extends Act> = [PartyFor<A>] extends [never]
  ? undefined
  : { party: PartyFor<A>; actor: string }

/** What a handler is given: a request that was let through, in its types. */
export interface Given<A extends Act, P, Q, H, B, K, O> {
  platform: Platform
  serving: Serving
  locale: Locale
  caller: Caller<A>
  params: P
  query: Q
  headers: H
  body: B
  /** The Idempotency-Key. */
  key: K
  /** What it is done to, which the caller may. */
  object: NonNullable<O>
}

interface Declared<A extends Act, P, Q, H, B, K, O extends ObjectOf<A>, R extends Answers> {
  method: 'get' | 'post'
  path: string
  words: Text
  /** What is done: who may follows from it (`access/authorise.ts`). */
  act: A
  /** Counts the requests of a token against this rate. */
  rate?: RateName
  params?: ZodType<P>
  query?: ZodType<Q>
  headers?: ZodType<H>
  /** Takes an Idempotency-Key: the error where it is missing or too long. */
  idempotency?: K
  body?: Body<B>
  answers: R
  /** Errors of the subject that it may answer with. Those of what is declared here come by themselves. */
  refusals?: ErrorCode[]
  /** Finds what it is done to; undefined: there is none, which is refused like another's. */
  object?(given: { platform: Platform; params: P }): O | Promise<O>
  handle(given: Given<A, P, Q, H, B, K, O>): Reply<NoInfer<R>> | Promise<Reply<NoInfer<R>>>
}

const WITHOUT_BODY_BYTES = 64 << 10
/** Characters of an Idempotency-Key. */
export const LONGEST_KEY = 200

/**
 * One route of the interface. Whether it may be done, how often, what is read of the request and refused, and what the
 * OpenAPI document says of it follow from what is declared; the handler gets it in its types, and what it returns is held
 * against the schemas of the answers by the compiler.
 *
 * A request is looked at in this order: size of the body, token, rate, right, object, key, headers, query, body.
 */
export function route<
  const A extends Act,
  P,
  Q,
  H,
  B,
  const R extends Answers,
  K extends ErrorCode | undefined = undefined,
  O extends ObjectOf<A> = ObjectOf<A>,
>(declared: Declared<A, P, Q, H, B, K, O, R>): Route {
  const { method, path, words, act, params, query, headers, idempotency, body, answers, rate } = declared
  const onToken = tokenRefusals(act)
  const isPublic = onToken.length === 0
  const mostBytes = body?.mostBytes ?? WITHOUT_BODY_BYTES
  const tooLarge = () => body?.tooLarge?.() ?? new ShuyuanError('http.too_large', { most: mostBytes })
  const refusals: ErrorCode[] = [
    'http.bad_character',
    ...onToken,
    ...(rate ? (['http.too_many_requests'] as const) : []),
    ...(idempotency ? [idempotency] : []),
    ...(headers ? (['http.bad_header'] as const) : []),
    ...(query ? (['http.bad_query'] as const) : []),
    ...(method === 'post' && !body?.tooLarge ? (['http.too_large'] as const) : []),
    ...(body?.refusals ?? []),
    ...(declared.refusals ?? []),
  ]
  const answer = async (serving: Serving, c: Context): Promise<Response> => {
    const { platform } = serving
    const { actor, caller } = await callerOf(serving, c, declared, isPublic)
    const named = checked(params, c.req.param(), 'http.not_found')
    const object = await declared.object?.({ platform, params: named })
    if (declared.object) authorise(actor, act, object as ObjectOf<A>)
    const asked = {
      key: idempotency && idempotencyKey(c, idempotency),
      headers: checked(headers, c.req.header(), 'http.bad_header'),
      query: checked(query, c.req.query(), 'http.bad_query'),
    }
    const locale = localeFor(c, platform.settings.locale)
    const known = { platform, serving, locale, caller, params: named, object, ...asked }
    const handle = async (content: B) =>
      declared.handle({ ...known, body: content } as Given<A, P, Q, H, B, K, O>)
    const reply = await (body ? body.read(c, platform, handle) : handle(undefined as B))
    return respond(answers, c, reply)
  }
  return {
    ...{ method, path, words, act, isPublic, params, query, headers, body, answers, refusals },
    ...{ isIdempotent: idempotency !== undefined, mostBytes, tooLarge, answer },
  }
}

/** Who asks, once it is known that he may ask for such a thing, and not too often. */
async function callerOf(
  serving: Serving,
  c: Context,
  { act, rate }: { act: Act; rate?: RateName },
  isPublic: boolean,
) {
  const { actor, party, token } = isPublic ? { actor: anyone } : await signIn(serving, c)
  if (rate && token) serving.rates[rate].count(token)
  authorise(actor, act)
  return { actor, caller: party && { party, actor: `${partyName(party)} ${token}` } }
}

/** The values in their types. @throws ShuyuanError `code`, naming which are missing or not valid */
function checked<T>(
  schema: ZodType<T> | undefined,
  values: Record<string, string>,
  code: 'http.bad_query' | 'http.bad_header' | 'http.not_found',
): T {
  const parsed = schema?.safeParse(values)
  if (!parsed) return undefined as T
  if (parsed.success) return parsed.data
  const names = parsed.error.issues.map(({ path }) => path.map(String).join('.'))
  throw new ShuyuanError(code, { names: [...new Set(names)].join(', ') })
}

function idempotencyKey(c: Context, code: ErrorCode): string {
  const key = c.req.header('idempotency-key') ?? ''
  if (key.length < 1 || key.length > LONGEST_KEY) throw new ShuyuanError(code)
  return key
}
