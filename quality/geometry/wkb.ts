import {
  type GeometryType,
  geometryTypes,
  isAreal,
  type OtherShape,
  type Path,
  Positions,
  refuseEmpty,
  type Shape,
  UnreadableGeometry,
} from './shape.ts'

/** Types of WKB by number. */
const TYPES: Record<number, GeometryType> = Object.fromEntries(
  geometryTypes.map((type, at) => [at + 1, type]),
)
const HAS_Z = 0x80000000
const HAS_M = 0x40000000
const HAS_SRID = 0x20000000

/**
 * Reads WKB (ISO 13249-3) or EWKB, in either byte order.
 * @throws UnreadableGeometry
 */
export function readWkb(bytes: Uint8Array): Shape | OtherShape {
  const reader = new Reader(bytes)
  try {
    const shape = reader.geometry()
    if (shape.type !== 'other') {
      if (!reader.atEnd()) throw new UnreadableGeometry('wkb')
      refuseEmpty(shape.parts)
    }
    return shape
  } catch (error) {
    // Reading beyond the end.
    if (error instanceof RangeError) throw new UnreadableGeometry('wkb')
    throw error
  }
}

/** Reads hexadecimal WKB or EWKB. @throws UnreadableGeometry */
export function readHexWkb(text: string): Shape | OtherShape {
  if (text.length % 2 !== 0 || !/^[0-9A-Fa-f]+$/.test(text)) throw new UnreadableGeometry('wkb')
  return readWkb(Buffer.from(text, 'hex'))
}

class Reader {
  readonly #view: DataView
  #at = 0
  readonly #positions = new Positions()

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  atEnd(): boolean {
    return this.#at === this.#view.byteLength
  }

  geometry(member?: GeometryType): Shape | OtherShape {
    const order = this.#view.getUint8(this.#at)
    if (order > 1) throw new UnreadableGeometry('wkb')
    const little = order === 1
    this.#at += 1
    const { code, ordinates, srid } = this.#head(little)
    const type = TYPES[code]
    if (!type) {
      if (code >= 7 && code <= 17 && !member) return { type: 'other', srid }
      throw new UnreadableGeometry('wkb')
    }
    if (member && member !== type) throw new UnreadableGeometry('wkb')
    const single = singleOf(type)
    if (!single) return { type, parts: [this.#paths(type, little, ordinates)], srid, dropped: ordinates > 2 }
    let dropped = ordinates > 2
    const parts: Path[][] = []
    for (let left = this.#count(little, 9); left > 0; left--) {
      const part = this.geometry(single)
      if (part.type === 'other') throw new UnreadableGeometry('wkb')
      dropped ||= part.dropped
      parts.push(...part.parts)
    }
    return { type, parts, srid, dropped }
  }

  /** Flags of EWKB, or the thousands of ISO, say which ordinates there are. */
  #head(little: boolean): { code: number; ordinates: number; srid?: number } {
    const word = this.#uint32(little)
    const low = word & 0x1fffffff
    const iso = Math.floor(low / 1000)
    if (iso > 3) throw new UnreadableGeometry('wkb')
    const z = (word & HAS_Z) !== 0 || iso === 1 || iso === 3
    const m = (word & HAS_M) !== 0 || iso === 2 || iso === 3
    const srid = (word & HAS_SRID) === 0 ? undefined : this.#uint32(little)
    return { code: low % 1000, ordinates: 2 + Number(z) + Number(m), srid }
  }

  #paths(type: GeometryType, little: boolean, ordinates: number): Path[] {
    if (type === 'Point') return [this.#path(1, little, ordinates)]
    if (type === 'LineString') return [this.#path(this.#count(little, 8 * ordinates), little, ordinates)]
    return Array.from({ length: this.#count(little, 4) }, () =>
      this.#path(this.#count(little, 8 * ordinates), little, ordinates),
    )
  }

  #path(count: number, little: boolean, ordinates: number): Path {
    const path: Path = []
    for (let left = count; left > 0; left--) {
      this.#positions.push(
        path,
        this.#view.getFloat64(this.#at, little),
        this.#view.getFloat64(this.#at + 8, little),
      )
      this.#at += 8 * ordinates
    }
    if (this.#at > this.#view.byteLength) throw new UnreadableGeometry('wkb')
    return path
  }

  /** A number of items, no more than the bytes that are left can hold. */
  #count(little: boolean, size: number): number {
    const count = this.#uint32(little)
    if (count * size > this.#view.byteLength - this.#at) throw new UnreadableGeometry('wkb')
    return count
  }

  #uint32(little: boolean): number {
    const value = this.#view.getUint32(this.#at, little)
    this.#at += 4
    return value
  }
}

/** The type of the members of a multiple geometry. */
function singleOf(type: GeometryType): GeometryType | undefined {
  return type.startsWith('Multi') ? geometryTypes.find((each) => `Multi${each}` === type) : undefined
}

/** Little-endian WKB in two dimensions. */
export function writeWkb({ type, parts }: Pick<Shape, 'type' | 'parts'>): Buffer {
  const single = singleOf(type)
  const writer = new Writer(sizeOf(type, parts))
  if (single) {
    writer.head(type)
    writer.uint32(parts.length)
  }
  for (const paths of parts) {
    writer.head(single ?? type)
    if (isAreal(type)) writer.uint32(paths.length)
    for (const path of paths) {
      if (type !== 'Point' && type !== 'MultiPoint') writer.uint32(path.length / 2)
      writer.ordinates(path)
    }
  }
  return writer.bytes
}

function sizeOf(type: GeometryType, parts: Path[][]): number {
  const counts = type === 'Point' || type === 'MultiPoint' ? 0 : 4
  const ofPart = (paths: Path[]) =>
    paths.reduce((sum, path) => sum + counts + 8 * path.length, isAreal(type) ? 9 : 5)
  return parts.reduce((sum, paths) => sum + ofPart(paths), singleOf(type) ? 9 : 0)
}

class Writer {
  readonly bytes: Buffer
  #at = 0

  constructor(size: number) {
    this.bytes = Buffer.allocUnsafe(size)
  }

  head(type: GeometryType): void {
    this.#at = this.bytes.writeUInt8(1, this.#at)
    this.uint32(geometryTypes.indexOf(type) + 1)
  }

  uint32(value: number): void {
    this.#at = this.bytes.writeUInt32LE(value, this.#at)
  }

  ordinates(path: Path): void {
    for (const each of path) this.#at = this.bytes.writeDoubleLE(each, this.#at)
  }
}
