import { posix } from 'node:path'
import { dialectFunctions } from '../warehouse/engine/functions.ts'
import { importsOf, importsToLoad, sqlPiecesOf } from './direction_imports.ts'
import { faces, loaders, outside, owners, portable, type Room, rooms, withoutSql } from './direction_rules.ts'

/** Imports against the direction of the house, one plain message each, in the order of the files. */
export function checkDirection(sources: Record<string, string>): string[] {
  return Object.keys(sources)
    .sort()
    .flatMap((file) =>
      [...new Set(importsOf(file, sources[file] ?? ''))].flatMap((specifier) => {
        const target = specifier === null ? 'a computed path' : targetOf(file, specifier)
        const reason = specifier === null ? judgeComputed(file) : judge(file, specifier, target)
        return reason ? [`${file} imports ${target}: ${reason} (docs/architecture.md)`] : []
      }),
    )
}

/** Files that write SQL in a room that leaves it to others, one plain message each. */
export function sqlOutOfPlace(sources: Record<string, string>): string[] {
  return Object.keys(sources)
    .sort()
    .filter((file) => withoutSql.some((room) => isWithin(file, room)) && !isTest(file))
    .filter((file) => importsOf(file, sources[file] ?? '').includes('kysely'))
    .map(
      (file) =>
        `${file} imports kysely: ${top(file)} write no SQL, the room of the subject does (docs/architecture.md)`,
    )
}

/** Files that pass on what another file declares, one plain message each. */
export function passedOn(sources: Record<string, string>): string[] {
  return Object.keys(sources)
    .sort()
    .filter((file) => !isTest(file) && !faces.includes(file))
    .filter((file) => /^export [^'"`;=()]*\bfrom '\./m.test(sources[file] ?? ''))
    .map((file) => `${file} passes on what another declares: import it from that file (docs/architecture.md)`)
}

/** Files that call a relation or an expression by the builder's own type, one plain message each. */
export function unnamedSql(sources: Record<string, string>): string[] {
  return Object.keys(sources)
    .sort()
    .filter(
      (file) =>
        !isWithin(file, 'warehouse/engine') && /^import [^']*\bRawBuilder\b/m.test(sources[file] ?? ''),
    )
    .map(
      (file) =>
        `${file} imports RawBuilder: SQL is a Relation or an Expression (warehouse/engine/relation.ts, docs/architecture.md)`,
    )
}

/** SQL with functions of one engine's dialect where another must be able to run it, one plain message each. */
export function dialectOutOfPlace(sources: Record<string, string>): string[] {
  const raw = new RegExp(`\\b(?:${dialectFunctions.join('|')})\\s*\\(|\\blambda\\b`, 'gi')
  return Object.keys(sources)
    .sort()
    .filter((file) => portable.some((path) => isWithin(file, path)) && !isTest(file))
    .flatMap((file) => {
      const pieces = sqlPiecesOf(file, sources[file] ?? '')
      const names = pieces
        .flatMap((piece) => piece.match(raw) ?? [])
        .map((each) => each.replace(/\s*\($/, ''))
      return [...new Set(names)].map(
        (name) =>
          `${file} writes ${name}: what differs between engines is said by warehouse/engine/functions.ts (docs/architecture.md)`,
      )
    })
}

/**
 * Files that import one another in a circle, by value or by type; each circle once, its files in their order. What is
 * loaded on demand (a command, when it is called) makes no circle. Tests may import what they like.
 */
export function circlesOf(sources: Record<string, string>): string[][] {
  const files = Object.keys(sources).filter((file) => !isTest(file))
  const imports = new Map(
    files.map((file) => [
      file,
      importsToLoad(file, sources[file] ?? '')
        .flatMap((specifier) => (specifier.startsWith('.') ? [targetOf(file, specifier)] : []))
        .filter((target) => target in sources && !isTest(target)),
    ]),
  )
  return componentsOf(imports).filter((component) => component.length > 1)
}

/** The strongly connected components of a graph (Tarjan). */
function componentsOf(graph: ReadonlyMap<string, string[]>): string[][] {
  const found: string[][] = []
  const order = new Map<string, number>()
  const lowest = new Map<string, number>()
  const open: string[] = []
  const visit = (node: string): number => {
    const at = order.size
    order.set(node, at)
    lowest.set(node, at)
    open.push(node)
    for (const next of graph.get(node) ?? []) {
      const reached = order.has(next) ? (open.includes(next) ? (order.get(next) ?? at) : at) : visit(next)
      lowest.set(node, Math.min(lowest.get(node) ?? at, reached))
    }
    if (lowest.get(node) === at) found.push(open.splice(open.indexOf(node)).sort())
    return lowest.get(node) ?? at
  }
  for (const node of graph.keys()) if (!order.has(node)) visit(node)
  return found
}

/** Why `file` may not import `specifier`, which stands for `target`; undefined: it may. */
function judge(file: string, specifier: string, target: string): string | undefined {
  if (specifier.startsWith('node:')) return undefined
  if (isAppOtherThan(file, target)) return 'apps never import each other'
  if (isOutside(file)) return undefined
  return isOurs(specifier) ? judgeOurs(file, target) : judgeEngine(file, specifier)
}

function judgeOurs(file: string, target: string): string | undefined {
  if (target.startsWith('../') || target.startsWith('/')) return 'nothing outside the project is imported'
  if (isTest(target)) return 'only tests import tests'
  const room = rooms.find((each) => isWithin(file, each.path))
  if (!room) return isRoot(file) ? undefined : `${top(file)} is no room`
  if (room.path !== 'jobs.config.ts' && isWithin(target, room.path)) return undefined
  if (room.mayImport.some((path) => isWithin(target, path))) return undefined
  return refusal(room, target)
}

function refusal(room: Room, target: string): string {
  const where = top(target)
  const parts = room.mayImport.filter((path) => path.startsWith(`${where}/`))
  const verb =
    room.path === 'connectors' || room.path === 'apps' || room.path === 'pipelines' ? 'import' : 'imports'
  if (parts.length > 0) return `of ${where}, ${room.path} ${verb} ${parts.join(', ')} only`
  return `${room.path} never ${verb} ${where}`
}

function judgeEngine(file: string, specifier: string): string | undefined {
  const engine = Object.keys(owners).find((name) => specifier === name || specifier.startsWith(`${name}/`))
  const folders = engine ? (owners[engine] ?? []) : []
  if (!engine || folders.some((folder) => isWithin(file, folder))) return undefined
  return `only ${folders.join(', ')} may use ${engine}`
}

function judgeComputed(file: string): string | undefined {
  return isOutside(file) || loaders.includes(file)
    ? undefined
    : 'an import names its path in full, so that it can be checked'
}

function targetOf(file: string, specifier: string): string {
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier
}

function isOurs(specifier: string): boolean {
  return specifier.startsWith('.') || specifier.startsWith('/') || specifier.startsWith('file:')
}

/** True of files that may import anything: tests and what serves them. */
function isOutside(file: string): boolean {
  return isTest(file) || outside.some((folder) => isWithin(file, folder))
}

/** True of a test, of a conformance suite that several tests run, and of what tests are written with. */
export function isTest(path: string): boolean {
  return /\.(test|testing|conformance)\.[cm]?tsx?$/.test(path)
}

function isAppOtherThan(file: string, target: string): boolean {
  const [own, other] = [appOf(file), appOf(target)]
  return own !== undefined && other !== undefined && own !== other
}

/** `cli` of `apps/cli/…`. */
function appOf(path: string): string | undefined {
  return /^apps\/([^/]+)\//.exec(path)?.[1]
}

function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`)
}

function isRoot(path: string): boolean {
  return !path.includes('/')
}

/** The first part of a path: the room. */
function top(path: string): string {
  return path.split('/')[0] ?? path
}
