import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const skipped = new Set(['node_modules', 'dist', 'coverage'])
const sourceFile = /\.[cm]?tsx?$/

/** Every TypeScript file below `root`, path from there with `/` → text. Dependencies, builds, data and hidden folders are left out. */
export function readSources(root: string): Record<string, string> {
  const found: Record<string, string> = {}
  const visit = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`
      if (entry.name.startsWith('.') || skipped.has(entry.name) || path === 'data') continue
      if (entry.isDirectory()) visit(path)
      else if (entry.isFile() && sourceFile.test(entry.name))
        found[path] = readFileSync(join(root, path), 'utf8')
    }
  }
  visit('')
  return found
}

/** What a file imports, however it says so: import, export … from, import(), import type, require. Null: a computed path. */
export function importsOf(path: string, text: string): (string | null)[] {
  const imports: (string | null)[] = []
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node)
    if (specifier) imports.push(ts.isStringLiteralLike(specifier) ? specifier.text : null)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest))
  return imports
}

/** What a file imports to be loaded or to be typed: what it imports on demand (`import()`) is left out. */
export function importsToLoad(path: string, text: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    const specifier = ts.isCallExpression(node) ? undefined : specifierOf(node)
    if (specifier && ts.isStringLiteralLike(specifier)) found.push(specifier.text)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.Latest))
  return found
}

/** The text of a file's SQL templates, piece by piece, without what is put into them. */
export function sqlPiecesOf(path: string, text: string): string[] {
  const found: string[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isTaggedTemplateExpression(node) && node.tag.getText(file) === 'sql')
      found.push(...piecesOf(node.template).map((piece) => piece.text))
    ts.forEachChild(node, visit)
  }
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true)
  visit(file)
  return found
}

function piecesOf(template: ts.TemplateLiteral): ts.TemplateLiteralLikeNode[] {
  if (ts.isNoSubstitutionTemplateLiteral(template)) return [template]
  return [template.head, ...template.templateSpans.map(({ literal }) => literal)]
}

function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier
  if (ts.isExternalModuleReference(node)) return node.expression
  if (ts.isImportTypeNode(node))
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument
  return ts.isCallExpression(node) && importsByCall(node) ? node.arguments[0] : undefined
}

function importsByCall(call: ts.CallExpression): boolean {
  const { expression } = call
  if (expression.kind === ts.SyntaxKind.ImportKeyword) return true
  return ts.isIdentifier(expression) && expression.text === 'require'
}
