import type { Locale } from '../../../core/locale.ts'
import type { Name } from '../../names.ts'

/** A node of the JSON-LD graph. */
export type Node = Record<string, unknown>

/** Texts by language tag, as a language map holds them. */
export interface Texts {
  zh: string
  en: string
}

export function textsOf(name: Name): Texts {
  return { zh: name['zh-CN'], en: name.en }
}

export function inLanguages(wording: (locale: Locale) => string): Texts {
  return { zh: wording('zh-CN'), en: wording('en') }
}

/** The node without its absent and empty properties. */
export function present(node: Node): Node {
  return Object.fromEntries(
    Object.entries(node).filter(
      ([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0),
    ),
  )
}
