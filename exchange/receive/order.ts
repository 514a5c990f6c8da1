import { ShuyuanError } from '../../core/errors.ts'
import type { Manifest } from '../manifest.ts'
import { shapeOf } from '../shape.ts'
import type { Decide } from './target.ts'
import '../locale.ts'

/**
 * Packages of a request are applied in order and once. A full package starts the table anew at any later
 * sequence; an incremental one must follow the package that it was built upon.
 * @throws ShuyuanError `exchange.package_conflict`, `exchange.outdated`, `exchange.gap`,
 *   `exchange.shape_differs`
 */
export function decideFor(manifest: Manifest, sha256: string): Decide {
  const fields = { package: manifest.package, request: manifest.request, sequence: manifest.sequence }
  return ({ last, same }) => {
    if (same && same.sha256 === sha256) return 'again'
    if (same) throw new ShuyuanError('exchange.package_conflict', { ...fields, applied: same.package })
    if (last && manifest.sequence < last.sequence) {
      throw new ShuyuanError('exchange.outdated', { ...fields, last: last.sequence })
    }
    if (manifest.kind === 'full') return 'apply'
    const expected = (last?.sequence ?? 0) + 1
    if (!last || manifest.sequence !== expected) {
      const lastMissing = manifest.sequence - 1
      throw new ShuyuanError('exchange.gap', {
        ...fields,
        last: last?.sequence ?? 0,
        from: expected,
        to: lastMissing,
      })
    }
    if (manifest.previous !== last.sha256) {
      throw new ShuyuanError('exchange.package_conflict', { ...fields, applied: last.package })
    }
    if (shapeOf(manifest) !== last.shape) throw new ShuyuanError('exchange.shape_differs', fields)
    return 'apply'
  }
}
