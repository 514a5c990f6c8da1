import { escapeHtml } from './escape.ts'

/** A piece of HTML. Made by `html` only, so that every text in it is escaped. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

export type Piece = Html | string | number | undefined | false | readonly Piece[]

/** HTML from a template: pieces of HTML stay as they are, everything else is escaped. */
export function html(parts: TemplateStringsArray, ...pieces: Piece[]): Html {
  return new Html(parts.reduce((text, part, at) => text + textOf(pieces[at - 1]) + part))
}

/** HTML that is made elsewhere and known to be sound: charts. */
export function sound(text: string): Html {
  return new Html(text)
}

function textOf(piece: Piece): string {
  if (piece === undefined || piece === false) return ''
  if (piece instanceof Html) return piece.text
  return typeof piece === 'object' ? piece.map(textOf).join('') : escapeHtml(String(piece))
}
