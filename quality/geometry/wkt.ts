import {
  depths,
  type GeometryType,
  geometryTypes,
  type OtherShape,
  type Path,
  Positions,
  partsOf,
  refuseEmpty,
  type Shape,
  UnreadableGeometry,
} from './shape.ts'

// Every repetition is bounded: no text can make the patterns slow.
const HEAD = /^(?:SRID=(\d{1,6});)?\s{0,9}([A-Z]{1,24})\s{0,9}(ZM|Z|M)?\s{0,9}(?=\(|EMPTY)/i
const NUMBER = /\s*([+-]?(?:\d{1,40}(?:\.\d{0,40})?|\.\d{1,40})(?:[eE][+-]?\d{1,4})?)(?=[\s,)])/y
const TYPES = new Map<string, GeometryType>(geometryTypes.map((type) => [type.toUpperCase(), type]))
const OTHERS = new Set(
  'GEOMETRYCOLLECTION CIRCULARSTRING COMPOUNDCURVE CURVEPOLYGON MULTICURVE MULTISURFACE POLYHEDRALSURFACE TIN TRIANGLE'.split(
    ' ',
  ),
)

/**
 * Reads WKT or EWKT (`SRID=4490;POLYGON((…))`).
 * @throws UnreadableGeometry
 */
export function readWkt(text: string): Shape | OtherShape {
  const head = HEAD.exec(text)
  const word = head?.[2]?.toUpperCase() ?? ''
  const { type, dimension } = typeOf(word, head?.[3]?.toUpperCase())
  const srid = head?.[1] === undefined ? undefined : Number(head[1])
  if (!head || !type) {
    if (head && OTHERS.has(word)) return { type: 'other', srid }
    throw new UnreadableGeometry('wkt')
  }
  const scanner = new Scanner(text, head[0].length, dimension)
  const parts = scanner.parts(type)
  scanner.end()
  refuseEmpty(parts)
  return { type, parts, srid, dropped: scanner.dimension > 2 }
}

/** The type may be written together with its dimension: POINTZ. */
function typeOf(word: string, flag: string | undefined): { type?: GeometryType; dimension: number } {
  const joined = flag === undefined ? /^(.*?)(ZM|Z|M)$/.exec(word) : null
  const type = TYPES.get(word) ?? TYPES.get(joined?.[1] ?? '')
  const dimensions = flag ?? (TYPES.has(word) ? undefined : joined?.[2])
  return { type, dimension: dimensions === undefined ? 0 : 2 + dimensions.length }
}

class Scanner {
  readonly #text: string
  #at: number
  readonly #positions = new Positions()
  /** Ordinates of a position; 0 until the first one was read, where the type does not say. */
  dimension: number

  constructor(text: string, at: number, dimension: number) {
    this.#text = text
    this.#at = at
    this.dimension = dimension
  }

  parts(type: GeometryType): Path[][] {
    switch (depths[type]) {
      case 0:
        return [[this.#path(1)]]
      case 1: {
        if (type === 'LineString') return [[this.#path()]]
        return this.#list(() => [this.#peek('(') ? this.#path(1) : this.#position([])])
      }
      case 2:
        return partsOf(
          type,
          this.#list(() => this.#path()),
        )
      default:
        return this.#list(() => this.#list(() => this.#path()))
    }
  }

  end(): void {
    if (this.#text.slice(this.#at).trim() !== '') throw new UnreadableGeometry('wkt')
  }

  #list<T>(item: () => T): T[] {
    this.#expect('(')
    const items = [item()]
    while (this.#peek(',')) {
      this.#at += 1
      items.push(item())
    }
    this.#expect(')')
    return items
  }

  #path(most = Number.POSITIVE_INFINITY): Path {
    const path: Path = []
    this.#expect('(')
    this.#position(path)
    while (this.#peek(',')) {
      this.#at += 1
      this.#position(path)
    }
    this.#expect(')')
    if (path.length > 2 * most) throw new UnreadableGeometry('wkt')
    return path
  }

  #position(path: Path): Path {
    const x = this.#number()
    const y = this.#number()
    let ordinates = 2
    while (ordinates < 5 && !this.#peek(',') && !this.#peek(')')) {
      this.#number()
      ordinates += 1
    }
    if (this.dimension === 0) this.dimension = ordinates
    if (ordinates !== this.dimension || ordinates > 4) throw new UnreadableGeometry('wkt')
    this.#positions.push(path, x, y)
    return path
  }

  #number(): number {
    NUMBER.lastIndex = this.#at
    const found = NUMBER.exec(this.#text)
    if (!found) throw new UnreadableGeometry('wkt')
    this.#at = NUMBER.lastIndex
    return Number(found[1])
  }

  #peek(character: string): boolean {
    while (isBlank(this.#text.charCodeAt(this.#at))) this.#at += 1
    return this.#text.charAt(this.#at) === character
  }

  #expect(character: string): void {
    if (!this.#peek(character)) throw new UnreadableGeometry('wkt')
    this.#at += 1
  }
}

function isBlank(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13)
}
