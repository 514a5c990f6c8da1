/** A type that a lake column may have. */
export type ColumnType =
  | { kind: 'scalar'; name: ScalarName }
  | { kind: 'decimal'; precision: number; scale: number }
  | { kind: 'list'; element: ColumnType }
  | { kind: 'struct'; fields: { name: string; type: ColumnType }[] }

export type ScalarName = (typeof SCALARS)[number]

const SCALARS = [
  'VARCHAR',
  'TINYINT',
  'SMALLINT',
  'INTEGER',
  'BIGINT',
  'FLOAT',
  'DOUBLE',
  'BOOLEAN',
  'DATE',
  'TIMESTAMPTZ',
  'BLOB',
] as const

const ALIASES: Record<string, ScalarName> = {
  'TIMESTAMP WITH TIME ZONE': 'TIMESTAMPTZ',
  TEXT: 'VARCHAR',
  STRING: 'VARCHAR',
  INT: 'INTEGER',
  BOOL: 'BOOLEAN',
}

/** Reads a DuckDB type text, as DESCRIBE writes it; null when it is not one of a lake column. */
export function parseType(text: string): ColumnType | null {
  const reader = new TypeReader(text)
  const type = reader.type()
  return type && reader.atEnd() ? type : null
}

/** The canonical DuckDB text of a type. */
export function typeText(type: ColumnType): string {
  switch (type.kind) {
    case 'scalar':
      return type.name
    case 'decimal':
      return `DECIMAL(${type.precision},${type.scale})`
    case 'list':
      return `${typeText(type.element)}[]`
    case 'struct':
      return `STRUCT(${type.fields.map((field) => `${quoted(field.name)} ${typeText(field.type)}`).join(', ')})`
  }
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`

/** A recursive-descent reader of DuckDB type texts. */
class TypeReader {
  private at = 0
  private readonly text: string

  constructor(text: string) {
    this.text = text
  }

  atEnd(): boolean {
    return this.take(/\s*$/y) !== null
  }

  type(): ColumnType | null {
    let type = this.plain()
    while (type && this.take(/\s*\[\]/y)) type = { kind: 'list', element: type }
    return type
  }

  private plain(): ColumnType | null {
    if (this.take(/\s*STRUCT\s*\(/iy)) return this.struct()
    const decimal = this.take(/\s*(?:DECIMAL|NUMERIC)\s*\(\s*(\d+)\s*,\s*(\d+)\s*\)/iy)
    if (decimal) return decimalType(Number(decimal[1]), Number(decimal[2]))
    const word = this.take(/\s*(TIMESTAMP WITH TIME ZONE|[A-Za-z]+)/iy)?.[1]?.toUpperCase()
    const name = word === undefined ? undefined : (ALIASES[word] ?? SCALARS.find((scalar) => scalar === word))
    return name ? { kind: 'scalar', name } : null
  }

  private struct(): ColumnType | null {
    const fields: { name: string; type: ColumnType }[] = []
    do {
      const name = this.name()
      const type = name === null ? null : this.type()
      if (name === null || !type) return null
      fields.push({ name, type })
    } while (this.take(/\s*,/y))
    return this.take(/\s*\)/y) ? { kind: 'struct', fields } : null
  }

  private name(): string | null {
    const match = this.take(/\s*(?:"((?:[^"]|"")*)"|([^\s",()[\]]+))/y)
    return match ? (match[1]?.replaceAll('""', '"') ?? match[2] ?? null) : null
  }

  private take(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at
    const match = pattern.exec(this.text)
    if (match) this.at = pattern.lastIndex
    return match
  }
}

function decimalType(precision: number, scale: number): ColumnType | null {
  return precision >= 1 && precision <= 38 && scale <= precision
    ? { kind: 'decimal', precision, scale }
    : null
}
