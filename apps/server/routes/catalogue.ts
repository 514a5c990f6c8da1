import { z } from '@hono/zod-openapi'
import { openingTypes, sharingTypes, updateCycles } from '../../../catalog/dataset.ts'
import { departmentName } from '../../../catalog/lookup.ts'
import { sha256 } from '../../../core/hash.ts'
import { json, nothing } from '../answers.ts'
import { route } from '../route.ts'

const words = z.object({ 'zh-CN': z.string(), en: z.string() })
const pageSchema = z
  .object({
    datasets: z.array(
      z
        .object({
          ...{ id: z.string(), name: words },
          department: z.object({ id: z.string(), name: words }).openapi({ description: 'who provides it' }),
          updateCycle: z.enum(updateCycles),
          sharing: z.enum(sharingTypes),
          opening: z.enum(openingTypes),
        })
        .openapi('CatalogueDataset'),
    ),
    next: z.string().nullable().openapi({ description: '`after` of the next page; null: this is the last' }),
  })
  .openapi('CatalogueDatasets')

/** The registers of the catalogue, by id: what its published entries show to everybody. */
export const listDatasets = route({
  method: 'get',
  path: '/v1/catalogue/datasets',
  words: { 'zh-CN': '公共数据目录中的数据集', en: 'The datasets of the public-data catalogue' },
  act: 'public.read',
  query: z.object({
    department: z.string().max(63).optional(),
    after: z.string().max(63).optional().openapi({ description: 'id of the last one of the page before' }),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  headers: z.object({ 'if-none-match': z.string().optional() }),
  answers: {
    200: json(pageSchema, { 'zh-CN': '一页，按编号排序', en: 'a page, by id' }),
    304: nothing({ 'zh-CN': '与 If-None-Match 所指相同', en: 'as If-None-Match has it' }),
  },
  handle({ platform: { catalogue }, query: { department, after = '', limit }, headers }) {
    const found = catalogue.datasets
      .filter(
        ({ id, providingDepartment }) =>
          id > after && (department ?? providingDepartment) === providingDepartment,
      )
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    const page = found.slice(0, limit)
    const body = {
      datasets: page.map(({ id, name, providingDepartment, updateCycle, sharing, opening }) => ({
        ...{ id, name, updateCycle, sharing: sharing.type, opening: opening.type },
        department: { id: providingDepartment, name: departmentName(catalogue, providingDepartment) },
      })),
      next: found.length > limit ? (page.at(-1)?.id ?? null) : null,
    }
    const tag = `"${sha256(JSON.stringify(body)).slice(0, 32)}"`
    const caching = { ETag: tag, 'Cache-Control': 'no-cache' }
    const known = (headers['if-none-match'] ?? '').split(',').map((each) => each.trim().replace(/^W\//, ''))
    if (known.includes(tag) || known.includes('*')) return { status: 304, headers: caching }
    return { status: 200, headers: caching, body }
  },
})
