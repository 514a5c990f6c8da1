import { fileSink } from './sink.ts'
import { TextBlocks } from './text.ts'

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

  close(): void {
    this.blocks.close()
  }
}
