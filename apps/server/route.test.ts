import { z } from '@hono/zod-openapi'
import { expect, it } from 'vitest'
import { json, nothing } from './answers.ts'
import { jsonBody } from './body.ts'
import { route } from './route.ts'

const words = { 'zh-CN': '试', en: 'for the test' }
const shape = { method: 'post', path: '/tried/{id}', words, act: 'public.read' } as const

it('gives a handler what its schemas read, and takes back what its answers are', () => {
  const made = route({
    ...shape,
    act: 'objection.answer',
    params: z.object({ id: z.string() }),
    query: z.object({ limit: z.coerce.number() }),
    idempotency: 'http.bad_key',
    body: jsonBody(z.object({ reason: z.string() })),
    answers: { 200: json(z.object({ done: z.number() }), words), 304: nothing(words) },
    object: () => ({ department: 'tax', id: 7 }),
    handle({ params, query, key, body, caller, object }) {
      const kind: 'department' = caller.party.kind
      const read: [string, number, string, string, number] = [
        ...([params.id, query.limit, key, body.reason, object.id] as const),
      ]
      return read.length > kind.length ? { status: 304 } : { status: 200, body: { done: query.limit } }
    },
  })
  expect(made.refusals).toEqual([
    ...['http.bad_character', 'parties.unauthorised', 'parties.forbidden', 'http.bad_key', 'http.bad_query'],
    ...['http.too_large', 'http.json_type', 'http.malformed'],
  ])
})

it('does not compile with what its schemas do not say', () => {
  const answers = { 200: json(z.object({ done: z.number() }), words) }
  const done = (count: number) => ({ status: 200 as const, body: { done: count } })
  // @ts-expect-error of another type
  route({ ...shape, answers, handle: () => ({ status: 200, body: { done: 'yes' } }) })
  // @ts-expect-error of a status that is not declared
  route({ ...shape, answers, handle: () => ({ status: 201, body: { done: 1 } }) })
  // @ts-expect-error nobody is known on a public route
  route({ ...shape, answers, handle: ({ caller }) => done(caller.actor.length) })
  // @ts-expect-error an act that there is not
  expect(() => route({ ...shape, act: 'anything', answers, handle: () => done(1) })).toThrow()
  // @ts-expect-error a refusal that has no wording
  route({ ...shape, answers, refusals: ['no.such'], handle: () => done(1) })
  expect(answers[200].words).toBe(words)
})
