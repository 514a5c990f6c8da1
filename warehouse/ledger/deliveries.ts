import type { Selectable } from 'kysely'
import { ShuyuanError } from '../../core/errors.ts'
import { fromJson, objectSchema, toJson } from './json.ts'
import { inLockedTransaction } from './locks.ts'
import type { LedgerDb } from './open.ts'
import type { DeliveriesTable, DeliveryKind, DeliveryStatus } from './schema.ts'
import './locale.ts'

/** One package of a city's request, from its building to the city's receipt. */
export type Delivery = Omit<Selectable<DeliveriesTable>, 'detail' | 'receipt'> & {
  detail: Record<string, unknown>
  receipt: Record<string, unknown> | null
}

type Event = 'build' | 'deliver' | 'receive'

/** What each event makes of a delivery; `null`: refused. */
const transitions: Record<DeliveryStatus, Record<Event, DeliveryStatus | null>> = {
  building: { build: 'building', deliver: 'delivered', receive: null },
  delivered: { build: null, deliver: 'delivered', receive: 'received' },
  received: { build: null, deliver: null, receive: 'received' },
}

/** `detail`: what the package is made with and must be made with again. */
interface DeliveryStart {
  request: string
  release: number
  kind: DeliveryKind
  createdAt: Date
  detail?: Record<string, unknown>
}

/**
 * Starts the request's next package. One whose building was broken off is taken up again under its number, with the
 * detail that it was begun with.
 */
export function startDelivery(db: LedgerDb, { detail, ...start }: DeliveryStart): Promise<Delivery> {
  return inLockedTransaction(db, 'deliveries', start.request, async (tx) => {
    const last = await lastDelivery(tx, start.request)
    if (last?.status === 'building') {
      return change(tx, last, 'build', { release: start.release, kind: start.kind })
    }
    const row = await tx
      .insertInto('deliveries')
      .values({ ...start, sequence: (last?.sequence ?? 0) + 1, detail: toJson(detail ?? {}) })
      .returningAll()
      .executeTakeFirstOrThrow()
    return fromRow(row)
  })
}

/** Records that the package lies in the city's folder. */
export function finishDelivery(
  db: LedgerDb,
  request: string,
  sequence: number,
  made: { packageId: string; sha256: string; rows: number; detail?: Record<string, unknown> },
): Promise<Delivery> {
  return inLockedTransaction(db, 'deliveries', request, async (tx) => {
    const { detail, ...rest } = made
    return change(tx, await getDelivery(tx, request, sequence), 'deliver', {
      ...rest,
      detail: toJson(detail ?? {}),
    })
  })
}

/** Keeps the city's receipt. The same receipt twice changes nothing. */
export function recordReceipt(
  db: LedgerDb,
  request: string,
  sequence: number,
  receipt: Record<string, unknown>,
): Promise<Delivery> {
  return inLockedTransaction(db, 'deliveries', request, async (tx) => {
    const delivery = await getDelivery(tx, request, sequence)
    if (delivery.status === 'received') return delivery
    return change(tx, delivery, 'receive', { receipt: toJson(receipt) })
  })
}

/** @throws ShuyuanError `ledger.unknown_delivery` */
export async function getDelivery(db: LedgerDb, request: string, sequence: number): Promise<Delivery> {
  const row = await deliveriesTable(db, request).where('sequence', '=', sequence).executeTakeFirst()
  if (!row) throw new ShuyuanError('ledger.unknown_delivery', { request, sequence })
  return fromRow(row)
}

/** The request's last package; with `finished`, the last one that was delivered. */
export async function lastDelivery(
  db: LedgerDb,
  request: string,
  options: { finished?: boolean } = {},
): Promise<Delivery | undefined> {
  let query = deliveriesTable(db, request).orderBy('sequence', 'desc').limit(1)
  if (options.finished) query = query.where('status', '<>', 'building')
  const row = await query.executeTakeFirst()
  return row && fromRow(row)
}

/** A request's packages, newest first. */
export async function listDeliveries(db: LedgerDb, request: string): Promise<Delivery[]> {
  const rows = await deliveriesTable(db, request).orderBy('sequence', 'desc').execute()
  return rows.map(fromRow)
}

type Change = Partial<{
  release: number
  kind: DeliveryKind
  packageId: string
  sha256: string
  rows: number
  detail: string
  receipt: string
}>

async function change(db: LedgerDb, delivery: Delivery, event: Event, values: Change): Promise<Delivery> {
  const status = transitions[delivery.status][event]
  const subject = `${delivery.request} ${delivery.sequence}`
  if (!status) throw new ShuyuanError('ledger.bad_transition', { subject, state: delivery.status, event })
  const row = await db
    .updateTable('deliveries')
    .set({ ...values, status })
    .where('request', '=', delivery.request)
    .where('sequence', '=', delivery.sequence)
    .returningAll()
    .executeTakeFirstOrThrow()
  return fromRow(row)
}

const deliveriesTable = (db: LedgerDb, request: string) =>
  db.selectFrom('deliveries').selectAll().where('request', '=', request)

function fromRow(row: Selectable<DeliveriesTable>): Delivery {
  const place = (column: string) => ({
    table: 'deliveries',
    record: `${row.request} ${row.sequence}`,
    column,
  })
  return {
    ...row,
    detail: fromJson(objectSchema, row.detail, place('detail')),
    receipt: fromJson(objectSchema.nullable(), row.receipt, place('receipt')),
  }
}
