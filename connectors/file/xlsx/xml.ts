/** What a document tells as it is read. Names come without their prefix. */
export interface XmlHandler {
  open(name: string, attribute: (name: string) => string | undefined): void
  text(value: string): void
  close(name: string): void
}

const LONGEST_TAG = 1 << 20
const LONGEST_REFERENCE = 12
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

/** A pull-free reader of the XML that spreadsheets are made of. Document types, and so entity tricks, are refused. */
export class XmlScanner {
  private rest = ''
  private readonly handler: XmlHandler

  constructor(handler: XmlHandler) {
    this.handler = handler
  }

  /** Takes the next piece of the document. @throws Error when it is not well-formed enough to be read */
  push(piece: string): void {
    const text = this.rest + piece
    let at = 0
    for (;;) {
      const tag = text.indexOf('<', at)
      if (tag < 0) break
      if (tag > at) this.handler.text(decodeEntities(text.slice(at, tag)))
      const end = endOfMarkup(text, tag)
      at = tag
      if (end < 0) break
      this.markup(text.slice(tag, end))
      at = end
    }
    this.rest = this.plain(text, at)
    if (this.rest.length > LONGEST_TAG && this.rest.startsWith('<')) throw new Error('markup without an end')
  }

  /** Hands on text without markup at once, so that a long one is not searched again and again; gives what is left. */
  private plain(text: string, at: number): string {
    if (text[at] === '<') return text.slice(at)
    const reference = text.indexOf('&', Math.max(at, text.length - LONGEST_REFERENCE))
    const end = reference < 0 ? text.length : reference
    if (end > at) this.handler.text(decodeEntities(text.slice(at, end)))
    return text.slice(end)
  }

  /** @throws Error when the document stops in the middle of markup */
  end(): void {
    if (this.rest.startsWith('<')) throw new Error('document ends inside markup')
  }

  private markup(markup: string): void {
    if (markup.startsWith('<![CDATA[')) this.handler.text(markup.slice(9, -3))
    else if (!markup.startsWith('<!--') && !markup.startsWith('<?')) this.tag(markup)
  }

  private tag(markup: string): void {
    if (markup.startsWith('<!')) throw new Error('document type')
    const name = /^<\/?(?:[^\s/>:]+:)?([^\s/>]+)/.exec(markup)?.[1] ?? ''
    const isClosing = markup[1] === '/'
    if (!isClosing) this.handler.open(name, (attribute) => attributeOf(markup, attribute))
    if (isClosing || markup.endsWith('/>')) this.handler.close(name)
  }
}

function endOfMarkup(text: string, start: number): number {
  const closing = text.startsWith('<!--', start) ? '-->' : text.startsWith('<![CDATA[', start) ? ']]>' : null
  if (closing) {
    const end = text.indexOf(closing, start)
    return end < 0 ? -1 : end + 3
  }
  if ('<![CDATA['.startsWith(text.slice(start)) || '<!--'.startsWith(text.slice(start))) return -1
  let quote = ''
  for (let i = start; i < text.length; i++) {
    const character = text[i] as string
    if (quote) {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '>') return i + 1
  }
  return -1
}

/** `name` may carry a prefix of its own: `r:id`. */
function attributeOf(markup: string, name: string): string | undefined {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(markup)
  const value = match?.[1] ?? match?.[2]
  return value === undefined ? undefined : decodeEntities(value)
}

function decodeEntities(text: string): string {
  if (!text.includes('&')) return text
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name] ?? whole
    const code = name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

/** `_x000D_` is how a workbook writes a character that XML cannot hold. */
export function unescaped(text: string): string {
  return text.replace(/_x([0-9A-F]{4})_/gi, (_whole, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  )
}
