import { ShuyuanError } from '../../core/errors.ts'
import type { Limits, NamedFile } from './types.ts'

/** Columns of one value, and rows of formatted, empty cells, pack a thousand to one: the ratio says nothing before this. */
const STEEP_FROM = 512 << 20

/** Bounds of what the rows of a file that is no text may take, written as text. */
export function ofRows(limits: Limits): Limits {
  return { ...limits, ratioFromBytes: Math.max(limits.ratioFromBytes, STEEP_FROM) }
}

/** Counts expanded bytes and refuses to go on beyond what an honest file needs. */
export class ExpansionGuard {
  private expanded = 0
  private readonly file: NamedFile
  private readonly packedBytes: number
  private readonly limits: Limits

  constructor(file: NamedFile, packedBytes: number, limits: Limits) {
    this.file = file
    this.packedBytes = packedBytes
    this.limits = limits
  }

  /** The bytes at which it refuses. */
  get most(): number {
    const { maxExpandedBytes, maxRatio, ratioFromBytes } = this.limits
    return Math.min(maxExpandedBytes, Math.max(this.packedBytes * maxRatio, ratioFromBytes))
  }

  /** @throws ShuyuanError `connectors.archive_bomb` */
  add(bytes: number): void {
    this.expanded += bytes
    const { maxExpandedBytes, maxRatio, ratioFromBytes } = this.limits
    if (this.expanded > maxExpandedBytes) this.refuse(`${maxExpandedBytes} B`)
    const isSteep = this.expanded > this.packedBytes * maxRatio
    if (isSteep && this.expanded > ratioFromBytes) this.refuse(`× ${maxRatio}`)
  }

  /** @throws ShuyuanError `connectors.archive_bomb` */
  refuse(limit: string): never {
    throw new ShuyuanError('connectors.archive_bomb', {
      dataset: this.file.dataset.id,
      file: this.file.fileName,
      limit,
    })
  }
}
