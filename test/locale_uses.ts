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

/** Every literal key of an `….text(…)` in a file. */
export function usesOf(file: string, source: string): Use[] {
  const tree = ts.createSourceFile(file, source, ts.ScriptTarget.Latest)
  const uses: Use[] = []
  const visit = (node: ts.Node): void => {
    const asked = askedBy(node)
    if (asked) {
      const line = tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1
      const keys = literalsIn(asked.key).filter((key) => key.includes('.'))
      uses.push(...keys.map((key) => ({ file, line, key, given: asked.given })))
    }
    ts.forEachChild(node, visit)
  }
  visit(tree)
  return uses
}

function askedBy(node: ts.Node): { key: ts.Expression; given?: string[] } | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined
  const [key, fields] = node.arguments
  return node.expression.name.text === 'text' && key ? { key, given: namesIn(fields) } : undefined
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
