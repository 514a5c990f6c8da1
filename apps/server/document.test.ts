import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { tokenRefusals } from '../../access/authorise.ts'
import { type Locale, locales } from '../../core/locale.ts'
import { createApp } from './app.ts'
import { documentOf } from './document.ts'
import type { ServerParts } from './parts.ts'
import { routes } from './routes/index.ts'

interface Operation {
  summary: string
  security?: object[]
  parameters?: { name: string; in: string }[]
  responses: Record<string, { description: string; content?: object }>
}
type Paths = Record<string, Record<string, Operation>>

// Its routes are looked at, and none is asked.
const app = createApp({ platform: {} } as ServerParts)
const named = ({ method, path }: { method: string; path: string }) => `${method.toUpperCase()} ${path}`
const read = (locale: Locale) =>
  JSON.parse(JSON.stringify(documentOf(routes, locale))) as Record<string, unknown> & { paths: Paths }
const asServed = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1')

describe.each(locales)('the OpenAPI document in %s', (locale) => {
  const document = read(locale)
  const { paths } = document

  it('is valid OpenAPI 3.1', async () => {
    const validator = new Validator()
    expect(await validator.validate(document)).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
  })

  it('has every route, its parameters, and no other', () => {
    const described = Object.entries(paths).flatMap(([path, item]) =>
      Object.keys(item).map((method) => named({ method, path })),
    )
    expect(described.toSorted()).toEqual(routes.map(named).toSorted())
    for (const { path, method } of routes) {
      const { parameters = [] } = paths[path]?.[method] ?? {}
      const inPath = parameters.filter((each) => each.in === 'path').map(({ name }) => name)
      expect(inPath, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))
    }
  })

  it('says of each route who may, and what it is refused for, by status', () => {
    for (const { path, method, act, refusals, answers } of routes) {
      const operation = paths[path]?.[method]
      if (!operation) throw new Error(`no ${path}`)
      const { security, responses, summary } = operation
      const needsToken = tokenRefusals(act).length > 0
      expect([security !== undefined, '401' in responses, '403' in responses]).toEqual(
        Array(3).fill(needsToken),
      )
      expect(summary).toMatch(locale === 'en' ? /^[ -~]+$/ : /\p{Script=Han}/u)
      const words = Object.values(responses).map(({ description }) => description)
      for (const code of refusals) expect(words.filter((text) => text.includes(code))).toHaveLength(1)
      for (const status of Object.keys(answers)) expect(responses).toHaveProperty(status)
      for (const text of words) expect(text).not.toMatch(/^http\.refused|\{/)
    }
  })
})

it('would not be valid with a route without responses', async () => {
  const broken = read('en')
  for (const operation of Object.values(broken.paths['/health'] ?? {}))
    Object.assign(operation, { responses: 'none' })
  expect(await new Validator().validate(broken)).toMatchObject({ valid: false })
})

describe('the app', () => {
  it('answers nothing but the routes of the list', () => {
    const served = new Set(app.routes.filter(({ path }) => path !== '/*').map(named))
    expect([...served].toSorted()).toEqual(
      routes.map(({ method, path }) => named({ method, path: asServed(path) })).toSorted(),
    )
  })

  it('reaches each route by its own path', () => {
    for (const [at, { path, method }] of routes.entries()) {
      const earlier = routes.slice(0, at).filter((each) => each.method === method)
      const asked = path.replaceAll(/\{(\w+)\}/g, 'x')
      const taken = earlier.find((each) =>
        new RegExp(`^${each.path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(asked),
      )
      expect(taken, path).toBeUndefined()
    }
  })
})
