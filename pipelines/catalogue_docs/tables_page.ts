import type { Catalogue } from '../../catalog/catalogue.ts'
import type { Locale } from '../../core/locale.ts'
import { type QueryableTable, queryableTables } from '../../warehouse/tables/queryable.ts'
import { otherPage } from './foundation_page.ts'
import { docsText } from './locale.ts'
import { aboutQueried } from './locale_tables.ts'
import { mdCode, mdTable } from './markdown.ts'
import { headers, typeOf } from './tables.ts'

/** The page of what `shuyuan query` shows: every table, and every column of the platform's own. */
export function tablesPage(catalogue: Catalogue, locale: Locale): string {
  const tables = byKind(queryableTables(catalogue))
  const parts = [
    `# ${docsText(locale, 'tables_title')}`,
    `${docsText(locale, 'generated')} [${docsText(locale, 'other_language')}](${otherPage('tables', locale)})`,
    docsText(locale, 'tables_intro'),
    listOf(tables, locale),
    docsText(locale, 'tables_masked'),
    ...[...tables].flatMap(([kind, alike]) => sectionOf(kind, alike, locale)),
  ]
  return `${parts.join('\n\n')}\n`
}

function byKind(tables: QueryableTable[]): Map<string, QueryableTable[]> {
  const kinds = new Map<string, QueryableTable[]>()
  for (const table of tables) kinds.set(kindOf(table), [...(kinds.get(kindOf(table)) ?? []), table])
  return kinds
}

/** Tables of a schema that are made alike are told of together. */
function kindOf({ schema, name, each }: QueryableTable): string {
  return each ? schema : `${schema}.${name}`
}

function listOf(tables: Map<string, QueryableTable[]>, locale: Locale): string {
  const rows = [...tables].map(([kind, alike]) => [
    mdCode(placeOf(kind, alike, locale)),
    docsText(locale, `tables.${kind}`),
  ])
  return mdTable(headers(['table', 'what'], locale), rows)
}

function placeOf(kind: string, [table]: QueryableTable[], locale: Locale): string {
  if (!table?.each) return kind
  const name = docsText(locale, `tables.each.${table.each}`)
  return kind === 'main' ? name : `${kind}.${name}`
}

function sectionOf(kind: string, alike: QueryableTable[], locale: Locale): string[] {
  const columns = new Map(
    alike.flatMap(({ columns, declared }) =>
      columns.filter(({ name }) => !declared.includes(name)).map(({ name, type }) => [name, type] as const),
    ),
  )
  const rows = [...columns].map(([name, type]) => [
    mdCode(name),
    typeOf(type),
    aboutQueried(locale, kind, name),
  ])
  const isDeclared = alike.some(({ declared }) => declared.length > 0)
  return [
    `## ${mdCode(placeOf(kind, alike, locale))}`,
    ...(isDeclared ? [docsText(locale, `tables.declared.${kind}`)] : []),
    ...(rows.length > 0 ? [mdTable(headers(['column', 'type', 'what'], locale), rows)] : []),
  ]
}
