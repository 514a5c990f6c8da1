import { fileSink } from './sink.ts'
import { TextBlocks } from './text.ts'

/** Lines of JSON that are not yet in a file: the same lines may go into several. */
export class PendingLines {
  text = ''
  count = 0

  add(value: unknown): void {
    this.put(JSON.stringify(value))
  }

  /** Takes a line that is JSON already. */
  put(json: string): void {
    this.text += `${json}\n`
    this.count++
  }
}

/** A file of JSON Lines. */
export class Lines {
  count = 0
  private readonly blocks: TextBlocks

  constructor(path: string) {
    this.blocks = new TextBlocks(fileSink(path), 'utf8')
  }

  add(value: unknown): void {
    this.count++
    this.blocks.add(`${JSON.stringify(value)}\n`)
  }

  append({ text, count }: PendingLines): void {
    if (count === 0) return
    this.count += count
    this.blocks.add(text)
  }

  close(): void {
    this.blocks.close()
  }
}

const SPECIAL = /["\\\u0000-\u001f]/

/** A text as JSON writes it. */
export function jsonText(text: string): string {
  return SPECIAL.test(text) ? JSON.stringify(text) : `"${text}"`
}
