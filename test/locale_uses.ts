import ts from 'typescript'

/** A text that the source asks for by its key. */
export interface Use {
  file: string
  line: number
  /** Key in the locale table. */
  key: string
  /** Names of the fields given with it; undefined where they cannot be read off the source. */
  given?: string[]
}

/** Every literal code of a `new ShuyuanError(…)` and every literal key of an `….text(…)` in a file. */
export function usesOf(file: string, source: string): Use[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest)
  const uses: Use[] = []
  const visit = (node: ts.Node): void => {
    const asked = askedBy(node)
    if (asked) {
      const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
      const keys = literalsIn(asked.code).filter((key) => asked.prefix !== '' || key.includes('.'))
      uses.push(...keys.map((key) => ({ file, line, key: asked.prefix + key, given: asked.given })))
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return uses
}

function askedBy(node: ts.Node): { code: ts.Expression; prefix: string; given?: string[] } | undefined {
  if (
    ts.isNewExpression(node) &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === 'ShuyuanError'
  ) {
    const [code, fields] = node.arguments ?? []
    return code && { code, prefix: 'error.', given: namesIn(fields) }
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined
  const [code, fields] = node.arguments
  return node.expression.name.text === 'text' && code
    ? { code, prefix: '', given: namesIn(fields) }
    : undefined
}

/** The text itself, or both of `condition ? 'this' : 'that'`. */
function literalsIn(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text]
  if (ts.isConditionalExpression(node)) return [...literalsIn(node.whenTrue), ...literalsIn(node.whenFalse)]
  return ts.isParenthesizedExpression(node) ? literalsIn(node.expression) : []
}

function namesIn(fields: ts.Expression | undefined): string[] | undefined {
  if (!fields) return []
  if (!ts.isObjectLiteralExpression(fields) || fields.properties.some(ts.isSpreadAssignment)) return undefined
  return fields.properties.flatMap((property) =>
    property.name && (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name))
      ? [property.name.text]
      : [],
  )
}

/** Codes of our errors that stand anywhere in a file that raises them, also where a helper passes them on. */
export function codesIn(file: string, source: string, rooms: Set<string>): string[] {
  if (!source.includes('ShuyuanError')) return []
  const codes: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && !ts.isLiteralTypeNode(node.parent ?? node)) {
      const room = /^([a-z]+)\.[a-z_]+$/.exec(node.text)?.[1]
      if (room !== undefined && rooms.has(room)) codes.push(node.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true))
  return codes
}
