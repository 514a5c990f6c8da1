import { ShuyuanError } from '../../core/errors.ts'
import type { Limits, NamedFile } from './types.ts'

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

  /** @throws ShuyuanError `connectors.archive_bomb` */
  add(bytes: number): void {
    this.expanded += bytes
    const { maxExpandedBytes, maxRatio, ratioFromBytes } = this.limits
    if (this.expanded > maxExpandedBytes) this.refuse(`${maxExpandedBytes} B`)
    const isSteep = this.expanded > this.packedBytes * maxRatio
    if (isSteep && this.expanded > ratioFromBytes) this.refuse(`× ${maxRatio}`)
  }

  private refuse(limit: string): never {
    throw new ShuyuanError('connectors.archive_bomb', {
      dataset: this.file.dataset.id,
      file: this.file.fileName,
      limit,
    })
  }
}
