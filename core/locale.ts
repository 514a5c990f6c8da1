import type { ErrorKind } from './error_kind.ts'
import { visible } from './visible.ts'

/** Languages of everything a person reads. The first is the default. */
export const locales = ['zh-CN', 'en'] as const
export type Locale = (typeof locales)[number]

/** Values put into a text. Never personal data. */
export type TextFields = Record<string, string | number | boolean | null | undefined>

/** One entry: the wording in each language, with `{field}` placeholders. */
export type Text = Record<Locale, string>

/** An error's entry, `error.<code>`: its wording and its kind. */
export type ErrorText = Text & { kind: ErrorKind }

/** Of a table, the entries of errors. */
type OfErrors<Texts> = { [Key in keyof Texts as Key extends `error.${string}` ? Key : never]: ErrorText }

const table = new Map<string, Text & { kind?: ErrorKind }>()

/**
 * Adds entries to the locale table. Each room keeps its own `locale.ts` that calls this once;
 * a key given twice with other words is a programming error and throws.
 */
export function defineTexts<const T extends Record<string, Text>>(texts: T & OfErrors<T>): T {
  for (const [key, text] of Object.entries<Text>(texts)) {
    const known = table.get(key)
    if (known && known.en !== text.en) throw new Error(`locale key ${key} is defined twice`)
    table.set(key, text)
  }
  return texts
}

type IncompleteTextListener = (key: string, field?: string) => void
let incompleteText: IncompleteTextListener = () => {}

/** Has `listener` called when a text is asked for that no table has, or without a field that it names. */
export function onIncompleteText(listener: IncompleteTextListener): void {
  incompleteText = listener
}

/**
 * The text of `key` in `locale` with its fields filled in, hidden characters of theirs escaped (see `visible`). A field that
 * is not given is left out; an unknown key gives the key and its fields.
 */
export function render(locale: Locale, key: string, fields: TextFields = {}): string {
  const text = table.get(key)
  if (!text) {
    incompleteText(key)
    return `${key} ${visible(JSON.stringify(fields))}`
  }
  return text[locale].replace(/\{(\w+)\}/g, (_whole, name: string) => {
    if (!(name in fields)) incompleteText(key, name)
    return visible(String(fields[name] ?? ''))
  })
}

/** True when the table has `key`. */
export function hasText(key: string): boolean {
  return table.has(key)
}

/** The kind that the table gives an error's entry; undefined where it has no such entry. */
export function kindOf(key: `error.${string}`): ErrorKind | undefined {
  return table.get(key)?.kind
}

/** All entries, for the check that every error and violation code has its wording. */
export function allTexts(): ReadonlyMap<string, Text> {
  return table
}

/** The language of this process: `SHUYUAN_LANG`, else English where `LANG` says so, else Chinese. */
export function localeOf(env: Record<string, string | undefined>): Locale {
  const asked = env.SHUYUAN_LANG ?? env.LC_ALL ?? env.LANG ?? ''
  return asked.toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}
