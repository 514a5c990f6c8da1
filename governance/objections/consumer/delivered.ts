import { sql } from 'kysely'
import { actorFor, authorise } from '../../../access/authorise.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { entitle } from '../../../exchange/entitle.ts'
import type { Request } from '../../../exchange/request.ts'
import { divisionsWithin } from '../../../exchange/scope.ts'
import { readShape } from '../../../exchange/shape.ts'
import type { Relation } from '../../../warehouse/engine/relation.ts'
import { type Delivery, listDeliveries } from '../../../warehouse/ledger/deliveries.ts'
import { findRelease } from '../../../warehouse/ledger/releases.ts'
import type { Platform } from '../../platform.ts'
import '../locale.ts'

/** What a city holds by one of its requests: rows of one release, with the columns that it was sent. */
export interface Delivered {
  request: Request
  delivery: Delivery
  /** Columns that were sent and that the request still entitles the city to. */
  columns: string[]
  /** Column of the key, and whether it was sent as a keyed hash. */
  key: string
  isHashed: boolean
  /** Rows of the base table, all columns, that were sent and that the request still covers. */
  rows: Relation
}

/**
 * What was delivered to `city` by a request: with the package that is named, else with the last one. A request that
 * does not exist, that is another city's, or by which nothing was sent, is refused in the same words.
 * @throws ShuyuanError `objections.unknown_delivery`, `objections.key_not_sent`, `objections.delivery_too_old`;
 *   RefusedError (`exchange.refused`) where the request is no longer good
 */
export async function deliveredTo(
  platform: Platform,
  city: string,
  asked: { request: string; package?: string | undefined },
): Promise<Delivered> {
  const request = authorise(
    actorFor({ kind: 'city', id: city }),
    'objections.raise',
    platform.config.deliveries.find((each) => each.id === asked.request),
  )
  const delivery = (await listDeliveries(platform.ledger.db, request.id)).find(
    ({ status, packageId }) =>
      status !== 'building' && (asked.package === undefined || packageId === asked.package),
  )
  const shape = readShape(delivery?.detail.shape)
  if (!delivery || !shape) throw new ShuyuanError('objections.unknown_delivery')
  const { columns, foundation, key, divisions } = entitle(
    platform.catalogue,
    request,
    platform.clock.now(),
    platform.config.negativeList,
  )
  const sent = new Map(shape.columns.map(({ name, mask }) => [name, mask]))
  const keyMask = sent.get(key)
  if (shape.key !== key || (keyMask !== 'none' && keyMask !== 'hash'))
    throw new ShuyuanError('objections.key_not_sent', { request: request.id })
  const sentDivisions = divisionsWithin(platform.catalogue.divisions, shape.divisions)
  const scope = divisions.filter((code) => sentDivisions.includes(code))
  const base = await baseAt(platform, request, delivery)
  return {
    request,
    delivery,
    columns: columns.map(({ name }) => name).filter((name) => sent.has(name)),
    key,
    isHashed: keyMask === 'hash',
    rows: sql`(select * from ${base} where record_status = 'confirmed'
      and ${sql.id(foundation.divisionColumn)} in (${sql.join(scope.map((code) => sql.lit(code)))}))`,
  }
}

async function baseAt(platform: Platform, request: Request, delivery: Delivery): Promise<Relation> {
  const release = await findRelease(platform.ledger.db, request.foundation, delivery.release)
  const table = platform.lake.table(`base/${request.foundation}`)
  const version = release?.tables[table.name]
  const tooOld = (cause?: unknown) =>
    new ShuyuanError('objections.delivery_too_old', { request: request.id }, { cause })
  if (version === undefined) throw tooOld()
  try {
    return table.select(await table.snapshot({ version }))
  } catch (cause) {
    if (cause instanceof ShuyuanError && /^lake\./.test(cause.code)) throw tooOld(cause)
    throw cause
  }
}
