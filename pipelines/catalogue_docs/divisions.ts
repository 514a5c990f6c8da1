import type { Catalogue } from '../../catalog/catalogue.ts'
import { isAboutRecord } from '../../catalog/check/record.ts'
import type { Element } from '../../catalog/element.ts'
import { type Provider, providersOf } from '../../catalog/publish/providers.ts'
import { scopeWords } from '../../catalog/publish/scope.ts'
import type { Locale } from '../../core/locale.ts'
import { docsText } from './locale.ts'
import { mdCode, mdTable, mdText } from './markdown.ts'
import { headers, type SourceNotes } from './tables.ts'

/** Sources fewer than this stand beside their element; more are listed once, in a division of labour. */
const MANY = 3

/** Names the sources of these elements. Elements whose sources divide the work alike share one division of labour. */
export function sourceNotes(
  catalogue: Catalogue,
  elements: Element[],
  anchor: string,
  locale: Locale,
): SourceNotes {
  const divisions = new Map<string, { number: number; parts: Provider[]; elements: Element[] }>()
  const numbers = new Map<string, number>()
  for (const element of elements) {
    const parts = isAboutRecord(element.id) ? [] : providersOf(catalogue, element)
    if (parts.length < MANY) continue
    const key = parts.map((part) => `${part.dataset} ${scopeWords(part.scope, locale)}`).join('\n')
    const known = divisions.get(key) ?? { number: divisions.size + 1, parts, elements: [] }
    known.elements.push(element)
    divisions.set(key, known)
    numbers.set(element.id, known.number)
  }
  return {
    words: (element) => {
      const number = numbers.get(element.id)
      if (number === undefined) return isAboutRecord(element.id) ? '' : sources(catalogue, element, locale)
      return `[${docsText(locale, 'division_of_labour', { number })}](#${anchor}-${number})`
    },
    section: [...divisions.values()]
      .map(({ number, parts, elements: divided }) => {
        const names = divided.map((element) => mdCode(element.id)).join(', ')
        const title = `<a id="${anchor}-${number}"></a>\n\n**${docsText(locale, 'division_of_labour', { number })}**`
        return `${title}: ${names}\n\n${partsTable(parts, locale)}`
      })
      .join('\n\n'),
  }
}

function partsTable(parts: Provider[], locale: Locale): string {
  const rows = parts.map((part) => [
    mdText(part.departmentName[locale]),
    `${mdText(part.datasetName[locale])} ${mdCode(part.dataset)}`,
    mdText(scopeWords(part.scope, locale)),
  ])
  return mdTable(headers(['department', 'register', 'scope'], locale), rows)
}

/** Department, register and field of each source, with its scope. */
function sources(catalogue: Catalogue, element: Element, locale: Locale): string {
  return providersOf(catalogue, element)
    .map((part) => {
      const scope = part.scope ? mdText(scopeWords(part.scope, locale)) : ''
      const inScope = locale === 'en' ? ` (${scope})` : `（${scope}）`
      return `${mdText(part.departmentName[locale])} ${mdCode(`${part.dataset}.${part.field}`)}${scope && inScope}`
    })
    .join('\n')
}
