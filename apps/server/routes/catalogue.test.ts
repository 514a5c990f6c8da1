import { describe, expect, it } from 'vitest'
import { catalogue } from '../../../catalog/catalogue.ts'
import type { Platform } from '../../../pipelines/platform.ts'
import { createApp } from '../app.ts'
import type { ServerParts } from '../parts.ts'

interface Page {
  datasets: { id: string; department: { id: string } }[]
  next: string | null
}

// It reads the catalogue alone.
const log = { info: () => undefined }
const platform = { catalogue, log, settings: { locale: 'en' } } as unknown as Platform
const app = createApp({ platform } as ServerParts)
const get = async (query = '', headers: Record<string, string> = {}) => {
  const response = await app.request(`/v1/catalogue/datasets${query}`, { headers })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, page: JSON.parse(text || '{}') as Page }
}

describe('the datasets of the catalogue', () => {
  it('are listed to everybody, page after page, each once', async () => {
    const ids: string[] = []
    for (let query = '?limit=7'; ; ) {
      const { status, page } = await get(query)
      expect([status, page.datasets.length <= 7]).toEqual([200, true])
      ids.push(...page.datasets.map(({ id }) => id))
      if (page.next === null) break
      query = `?limit=7&after=${page.next}`
    }
    expect(ids).toEqual(catalogue.datasets.map(({ id }) => id).toSorted())
  })

  it('show what the published entries show, and no more', async () => {
    const { page } = await get('?department=civil_affairs')
    expect(page.datasets.find(({ id }) => id === 'social_organisations')).toEqual({
      id: 'social_organisations',
      name: { 'zh-CN': '社会组织登记信息', en: 'Social organisations' },
      department: { id: 'civil_affairs', name: { 'zh-CN': expect.any(String), en: expect.any(String) } },
      updateCycle: 'weekly',
      sharing: 'unconditional',
      opening: 'conditional',
    })
    expect(new Set(page.datasets.map(({ department }) => department.id))).toEqual(new Set(['civil_affairs']))
    expect((await get('?department=nobody')).page).toEqual({ datasets: [], next: null })
  })

  it('are not sent again while they are the same', async () => {
    const { headers } = await get()
    const tag = headers.get('etag') ?? ''
    expect([tag, headers.get('cache-control')]).toEqual([
      expect.stringMatching(/^"[0-9a-f]{32}"$/),
      'no-cache',
    ])
    for (const known of [tag, `W/${tag}`, `"other", ${tag}`]) {
      const again = await get('', { 'if-none-match': known })
      expect([again.status, again.text, again.headers.get('etag')]).toEqual([304, '', tag])
    }
    expect((await get('?limit=3', { 'if-none-match': tag })).status).toBe(200)
  })

  it.each(['?limit=0', '?limit=501', '?limit=x', `?after=${'a'.repeat(64)}`])('refuse %s', async (query) => {
    expect(await get(query)).toMatchObject({ status: 400, page: { title: 'http.bad_query' } })
  })
})
