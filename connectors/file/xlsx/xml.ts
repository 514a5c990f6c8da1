/** Attributes of a tag by their names as written (`r:id`). */
export type Attributes = ReadonlyMap<string, string>

/** What a document tells as it is read. Names come without their prefix; `parent` is the name of the element around. */
export interface XmlHandler {
  open(name: string, attributes: Attributes, parent: string): void
  text(value: string, parent: string): void
  close(name: string, parent: string): void
}

const LONGEST_TAG = 1 << 20
const MOST_ATTRIBUTES = 1000
const LONGEST_REFERENCE = 12
/** Elements within elements: a workbook has about ten. */
const DEEPEST = 256
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const NONE: Attributes = new Map()

/**
 * A reader of the XML that spreadsheets are made of, piece by piece. What is not well-formed is refused: an end that
 * ends nothing, an element without its end, a second root. Document types, and so entity tricks, are refused too.
 */
export class XmlScanner {
  private rest = ''
  /** Characters that must be there before markup that was not whole is looked at again, so that it is not read once a piece. */
  private wanted = 0
  private readonly stack: string[] = []
  private readonly locals: string[] = []
  private ended = false
  private readonly handler: XmlHandler

  constructor(handler: XmlHandler) {
    this.handler = handler
  }

  /** Takes the next piece of the document. @throws Error when it is not well-formed */
  push(piece: string): void {
    this.rest += piece
    if (this.rest.length < this.wanted) return
    const text = this.rest
    let at = 0
    for (;;) {
      const tag = text.indexOf('<', at)
      if (tag < 0) break
      if (tag > at) this.text(decodeEntities(text.slice(at, tag)))
      const end = endOfMarkup(text, tag)
      at = tag
      if (end < 0) break
      this.markup(text.slice(tag, end))
      at = end
    }
    this.rest = this.plain(text, at)
    if (this.rest.length > LONGEST_TAG) throw new Error('markup without an end')
    this.wanted = Math.min(2 * this.rest.length, LONGEST_TAG + 1)
  }

  /** @throws Error when the document stops before its end */
  end(): void {
    this.wanted = 0
    this.push('')
    if (this.rest !== '') this.text(decodeEntities(this.rest))
    if (!this.ended) throw new Error('document without its end')
  }

  /** Hands on text without markup at once, so that a long one is not searched again and again; gives what is left. */
  private plain(text: string, at: number): string {
    if (text[at] === '<') return text.slice(at)
    const reference = text.indexOf('&', Math.max(at, text.length - LONGEST_REFERENCE))
    const end = reference < 0 ? text.length : reference
    if (end > at) this.text(decodeEntities(text.slice(at, end)))
    return text.slice(end)
  }

  private text(value: string): void {
    const parent = this.locals.at(-1)
    if (parent !== undefined) this.handler.text(value, parent)
    else if (/[^\s\ufeff]/.test(value)) throw new Error('text outside of the document')
  }

  private markup(markup: string): void {
    if (markup.startsWith('<![CDATA[')) this.text(markup.slice(9, -3))
    else if (markup.startsWith('<!--') || markup.startsWith('<?')) return
    else if (markup.startsWith('<!')) throw new Error('document type')
    else if (markup[1] === '/') this.closing(markup)
    else this.opening(markup)
  }

  private opening(markup: string): void {
    const isEmpty = markup.endsWith('/>')
    const name = NAME.exec(markup)?.[1]
    if (name === undefined || this.ended) throw new Error('misplaced element')
    const local = localName(name)
    const parent = this.locals.at(-1) ?? ''
    const attributes = attributesOf(markup, name.length + 1, markup.length - (isEmpty ? 2 : 1))
    this.handler.open(local, attributes, parent)
    if (isEmpty) {
      this.handler.close(local, parent)
      this.ended = this.stack.length === 0
      return
    }
    if (this.stack.length >= DEEPEST) throw new Error('elements too deep')
    this.stack.push(name)
    this.locals.push(local)
  }

  private closing(markup: string): void {
    const name = markup.slice(2, -1).trimEnd()
    if (this.stack.pop() !== name) throw new Error('an end that ends nothing')
    this.locals.pop()
    this.handler.close(localName(name), this.locals.at(-1) ?? '')
    this.ended = this.stack.length === 0
  }
}

const NAME = /^<([^\s/<>="'&]+)(?=[\s/>])/
const ATTRIBUTE = /\s+([^\s/<>="'&]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function attributesOf(markup: string, start: number, end: number): Attributes {
  let at = start
  let attributes: Map<string, string> | undefined
  ATTRIBUTE.lastIndex = at
  for (let match = ATTRIBUTE.exec(markup); match; match = ATTRIBUTE.exec(markup)) {
    at = ATTRIBUTE.lastIndex
    attributes ??= new Map()
    const name = match[1] as string
    if (attributes.size >= MOST_ATTRIBUTES) throw new Error(`more than ${MOST_ATTRIBUTES} attributes`)
    if (attributes.has(name)) throw new Error('an attribute twice')
    attributes.set(name, decodeEntities(match[2] ?? match[3] ?? ''))
  }
  if (markup.slice(at, end).trim() !== '') throw new Error('malformed tag')
  return attributes ?? NONE
}

/** The value of an attribute whatever its prefix, which it must have: `id` finds `r:id`. */
export function prefixed(attributes: Attributes, local: string): string | undefined {
  for (const [name, value] of attributes) if (name.endsWith(`:${local}`)) return value
  return undefined
}

function endOfMarkup(text: string, start: number): number {
  for (const [opening, closing] of SECTIONS) {
    if (text.startsWith(opening, start)) {
      const end = text.indexOf(closing, start + opening.length)
      return end < 0 ? -1 : end + closing.length
    }
    if (opening.startsWith(text.slice(start, start + opening.length))) return -1
  }
  for (let at = start + 1; at < text.length; ) {
    const character = text[at]
    if (character === '>') return at + 1
    if (character === '<') throw new Error('markup within markup')
    if (character === '"' || character === "'") {
      const quote = text.indexOf(character, at + 1)
      if (quote < 0) return -1
      at = quote + 1
    } else at++
  }
  return -1
}

const SECTIONS = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
] as const

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&([^;&]{0,10};)?/g, (_whole, reference: string | undefined) => {
    const name = reference?.slice(0, -1) ?? ''
    const character = name.startsWith('#') ? numbered(name) : ENTITIES[name]
    if (character === undefined) throw new Error('unknown entity')
    return character
  })
}

function numbered(name: string): string | undefined {
  const digits = /^#(?:x([0-9a-f]+)|(\d+))$/i.exec(name)
  if (!digits) return undefined
  const code = digits[1] ? Number.parseInt(digits[1], 16) : Number(digits[2])
  const isCharacter = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : undefined
}

/** `_x000D_` is how a workbook writes a character that XML cannot hold. */
export function unescaped(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-F]{4})_/gi, (_whole, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
