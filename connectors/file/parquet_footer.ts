import { type FileHandle, open } from 'node:fs/promises'

/** Whether a footer keeps within what it and a table may be; `large`: it asks for more than any table. */
export type FooterFault = 'cut' | 'large'

export class FooterError extends Error {
  readonly fault: FooterFault
  constructor(fault: FooterFault, what: string) {
    super(what)
    this.fault = fault
  }
}

const TAIL_BYTES = 8
const LARGEST_FOOTER = 256 << 20
const MOST_GROUPS = 1_000_000
/** Nodes of the schema: columns, and what is nested in them. */
const MOST_NODES = 100_000
/** Of schemas and of the structures of the footer itself. */
const DEEPEST = 64

/** Types of Thrift's compact protocol. */
const [STOP, TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT] = [
  0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,
] as const
/** Fields of FileMetaData, SchemaElement and RowGroup (parquet.thrift). */
const SCHEMA = 2
const ROW_GROUPS = 4
const NUM_CHILDREN = 5
const TOTAL_BYTE_SIZE = 2

/**
 * Walks the footer of a Parquet file before the engine does, which believes every length and count in it: a few bytes
 * could ask for all memory. Nothing may be longer than the bytes that are there.
 * @returns bytes of all columns without compression, as the file says
 * @throws FooterError
 */
export async function checkParquetFooter(path: string): Promise<number> {
  const file = await open(path, 'r')
  try {
    return new Footer(await footerOf(file)).check()
  } finally {
    await file.close()
  }
}

async function footerOf(file: FileHandle): Promise<Buffer> {
  const { size } = await file.stat()
  const { buffer: tail } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, size - TAIL_BYTES)
  const length = tail.readUInt32LE(0)
  if (length + TAIL_BYTES + 4 > size) throw new FooterError('cut', 'the footer is longer than the file')
  if (length > LARGEST_FOOTER) throw new FooterError('large', `footer > ${LARGEST_FOOTER} B`)
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - TAIL_BYTES - length)
  return buffer
}

class Footer {
  private at = 0
  private readonly bytes: Buffer

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  check(): number {
    let total = 0
    this.struct(0, (id, type) => {
      if (id === SCHEMA && type === LIST) this.schema()
      else if (id === ROW_GROUPS && type === LIST) total += this.groups()
      else return false
      return true
    })
    return total
  }

  /** The schema is a tree written from its root downwards: per node how many children follow. */
  private schema(): void {
    const count = this.count(this.byte())
    if (count > MOST_NODES) throw new FooterError('large', `schema > ${MOST_NODES}`)
    const open: number[] = [1]
    for (let node = 0; node < count; node++) {
      while (open.at(-1) === 0) open.pop()
      if (open.length === 0) throw new FooterError('cut', 'schema')
      open[open.length - 1] = (open.at(-1) as number) - 1
      const children = this.node()
      if (children < 0 || children > count - node - 1) throw new FooterError('cut', 'schema')
      if (children > 0) open.push(children)
      if (open.length > DEEPEST) throw new FooterError('large', `schema deeper than ${DEEPEST}`)
    }
    if (open.some((left) => left > 0)) throw new FooterError('cut', 'schema')
  }

  private node(): number {
    let children = 0
    this.struct(1, (id, type) => {
      if (id !== NUM_CHILDREN || type !== I32) return false
      children = this.number()
      return true
    })
    return children
  }

  private groups(): number {
    let total = 0
    const head = this.byte()
    const count = this.count(head)
    if (count > MOST_GROUPS) throw new FooterError('large', `row groups > ${MOST_GROUPS}`)
    for (let group = 0; group < count; group++) {
      if ((head & 15) !== STRUCT) throw new FooterError('cut', 'row groups')
      this.struct(1, (id, type) => {
        if (id !== TOTAL_BYTE_SIZE || type !== I64) return false
        total += this.number()
        return true
      })
    }
    return total
  }

  /** Walks a struct; `take` consumes the value of a field, or says that it does not. */
  private struct(depth: number, take?: (id: number, type: number) => boolean): void {
    for (let id = 0; ; ) {
      const head = this.byte()
      const type = head & 15
      if (type === STOP) return
      const step = head >>> 4
      id = step > 0 ? id + step : this.varint() / 2
      if (!take?.(id, type)) this.skip(type, depth, 'field')
    }
  }

  /** `place`: truth stands in the type of a field, elsewhere in a byte of its own. */
  private skip(type: number, depth: number, place?: 'field'): void {
    if (depth > DEEPEST) throw new FooterError('large', `deeper than ${DEEPEST}`)
    if (type === TRUE || type === FALSE) this.forward(place ? 0 : 1)
    else if (type === BYTE) this.forward(1)
    else if (type === I16 || type === I32 || type === I64) this.varint()
    else if (type === DOUBLE) this.forward(8)
    else if (type === BINARY) this.forward(this.varint())
    else if (type === LIST || type === SET) {
      const head = this.byte()
      for (let left = this.count(head); left > 0; left--) this.skip(head & 15, depth + 1)
    } else if (type === MAP) this.map(depth)
    else if (type === STRUCT) this.struct(depth + 1)
    else throw new FooterError('cut', `type ${type}`)
  }

  private map(depth: number): void {
    const count = this.varint()
    if (count === 0) return
    const types = this.byte()
    for (let left = this.bounded(count); left > 0; left--) {
      this.skip(types >>> 4, depth + 1)
      this.skip(types & 15, depth + 1)
    }
  }

  /** Elements of a list, each of which has a byte at least. */
  private count(head: number): number {
    return this.bounded(head >>> 4 === 15 ? this.varint() : head >>> 4)
  }

  private bounded(count: number): number {
    if (count > this.bytes.length - this.at) throw new FooterError('cut', 'a list is longer than the footer')
    return count
  }

  private byte(): number {
    const byte = this.bytes[this.at++]
    if (byte === undefined) throw new FooterError('cut', 'the footer ends too early')
    return byte
  }

  private forward(count: number): void {
    if (count > this.bytes.length - this.at) throw new FooterError('cut', 'the footer ends too early')
    this.at += count
  }

  /** A signed number, in zigzag. */
  private number(): number {
    const value = this.varint()
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2
  }

  private varint(): number {
    let value = 0
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.byte()
      value += (byte & 127) * 2 ** shift
      if (byte < 128) return value
    }
    throw new FooterError('cut', 'a number is too long')
  }
}
