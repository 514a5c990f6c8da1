import { randomUUID } from 'node:crypto'
import { rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Clock, systemClock } from '../../core/clock.ts'
import { ShuyuanError } from '../../core/errors.ts'
import type { Session } from '../../warehouse/engine/session.ts'
import { type Manifest, RECEIPT } from '../manifest.ts'
import { type Receipt, signReceipt } from '../receipt.ts'
import { shapeOf } from '../shape.ts'
import { type VerifiedPackage, verifyPackage } from '../verify.ts'
import { openDuckdbTarget } from './duckdb.ts'
import { openPostgresTarget } from './postgres.ts'
import type { AppliedPackage, Decide, Parties, Target } from './target.ts'
import '../locale.ts'

export interface Reception extends Parties {
  /** The package's folder. */
  package: string
  target: Target
  clock?: Clock
}

export interface Received {
  /** `again`: the package had been applied before; nothing was changed, the receipt was written anew. */
  status: 'applied' | 'again'
  receipt: Receipt
}

/**
 * Verifies a package, applies it to the city's database exactly once and in order, and leaves a signed
 * `receipt.json` in its folder. Killed at any moment, it is simply run again.
 * @throws ShuyuanError those of `verifyPackage`, `exchange.gap`, `package_conflict`, `outdated`,
 *   `shape_differs`, `target_unreachable`, `target_refused`; the city's database is then as it was
 */
export async function receivePackage(session: Session, reception: Reception): Promise<Received> {
  const verified = await verifyPackage(reception.package, reception.platformKey, reception.city)
  const { applied, again } = await apply(session, reception, verified)
  const receipt = receiptOf(reception, verified, applied)
  await writeReceipt(reception.package, receipt)
  return { status: again ? 'again' : 'applied', receipt }
}

async function apply(session: Session, { target, clock }: Reception, verified: VerifiedPackage) {
  const applier =
    target.kind === 'duckdb' ? await openDuckdbTarget(session, target.path) : openPostgresTarget(target.url)
  try {
    const at = (clock ?? systemClock).now()
    return await applier.apply({ session, ...verified, at }, decideFor(verified.manifest, verified.sha256))
  } finally {
    await applier.close()
  }
}

function receiptOf(
  reception: Reception,
  { manifest, sha256 }: VerifiedPackage,
  applied: AppliedPackage,
): Receipt {
  return signReceipt(
    {
      package: manifest.package,
      sha256,
      request: manifest.request,
      city: manifest.city,
      sequence: manifest.sequence,
      release: manifest.release,
      rows: manifest.rows,
      tableRows: applied.tableRows,
      target: reception.target.kind,
      appliedAt: applied.appliedAt.toISOString(),
      ...(manifest.audit && { audit: manifest.audit }),
    },
    reception.keys,
  )
}

async function writeReceipt(folder: string, receipt: Receipt): Promise<void> {
  const temporary = join(folder, '..', `.receipt-${randomUUID()}`)
  try {
    await writeFile(temporary, `${JSON.stringify(receipt, null, 2)}\n`, { flush: true })
    await rename(temporary, join(folder, RECEIPT))
  } finally {
    await rm(temporary, { force: true })
  }
}

/**
 * Packages of a request are applied in order and once. A full package starts the table anew at any later
 * sequence; an incremental one must follow the package that it was built upon.
 * @throws ShuyuanError `exchange.package_conflict`, `exchange.outdated`, `exchange.gap`,
 *   `exchange.shape_differs`
 */
function decideFor(manifest: Manifest, sha256: string): Decide {
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
