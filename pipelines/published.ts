import { sql } from 'kysely'
import { openReader, type Reader, type View } from '../warehouse/engine/reader.ts'
import { latestRelease } from '../warehouse/ledger/index.ts'
import type { Platform } from './platform.ts'
import { topicsOf } from './stages/topic.ts'

/**
 * A read-only DuckDB over what is published: `person`, `legal_entity` and the other foundations,
 * `conflicts.<foundation>`, every state of a register in `history.<dataset>` and the present ones in
 * `current.<dataset>`, `topic.<topic>`, all at the versions of the last releases; `std.<dataset>` (the log of row
 * versions), `quarantine.<dataset>`, `raw.<dataset>`, `quality.<table>` and `objections.items` at their last committed
 * versions.
 */
export async function openPublished(platform: Platform): Promise<Reader> {
  return openReader([...(await releasedViews(platform)), ...(await layerViews(platform))], {
    folder: platform.paths.lake,
    memoryLimit: platform.settings.memoryLimit,
  })
}

async function releasedViews(platform: Platform): Promise<View[]> {
  const views: View[] = []
  for (const { id } of [...platform.catalogue.foundations, ...topicsOf(platform)]) {
    const release = await latestRelease(platform.ledger.db, id)
    for (const [name, version] of Object.entries(release?.tables ?? {})) {
      const table = platform.lake.table(name)
      views.push(...viewsOf(name, table.select(await table.snapshot({ version }))))
    }
  }
  return views
}

/** `base/person` is `person`, `history/x` is `history.x` and, of its present states, `current.x`. */
function viewsOf(table: string, relation: View['relation']): View[] {
  const [layer = 'main', name = table] = table.split('/')
  const view = { schema: layer === 'base' ? 'main' : layer, name, relation }
  if (layer !== 'history') return [view]
  const now = sql`(select * exclude (_valid_to) from ${relation} where _valid_to is null)`
  return [view, { schema: 'current', name, relation: now }]
}

/** What the governance of quality keeps: counts, facts, scores, versions of rules, profiles, objections' rows. */
const governance = [
  ...['history', 'indicators', 'scores', 'rules', 'profiles'].map((name) => ({ schema: 'quality', name })),
  { schema: 'objections', name: 'items' },
]

async function layerViews(platform: Platform): Promise<View[]> {
  const names = ['std', 'quarantine', 'raw'].flatMap((layer) =>
    platform.catalogue.datasets.map((dataset) => ({ schema: layer, name: dataset.id })),
  )
  const views: View[] = []
  for (const { schema, name } of [...names, ...governance]) {
    const table = platform.lake.table(`${schema}/${name}`)
    if (await table.exists()) views.push({ schema, name, relation: table.select(await table.snapshot()) })
  }
  return views
}
