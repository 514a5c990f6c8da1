import { ShuyuanError } from '../core/errors.ts'
import { type Delivery, listDeliveries, recordReceipt } from '../warehouse/ledger/deliveries.ts'
import type { LedgerDb } from '../warehouse/ledger/open.ts'
import { type Receipt, type ReceiptFile, receiptSchema, verifyReceipt } from './receipt.ts'
import './locale.ts'

/**
 * Takes a city's receipt in: it must be signed by the key of the request's earlier receipts (the first one is
 * remembered; `trusted` names the key where it is known) and speak of exactly the package that was delivered.
 * @returns false when this package's receipt had been taken in before
 * @throws ShuyuanError `exchange.receipt_invalid`, `exchange.receipt_unknown`
 */
export async function takeReceipt(
  ledger: { db: LedgerDb },
  file: ReceiptFile,
  trusted?: string,
): Promise<boolean> {
  const claimed = verifyReceipt(file, trusted)
  const deliveries = await listDeliveries(ledger.db, claimed.request)
  const receipt = verifyReceipt(file, trusted ?? registeredKey(deliveries))
  const delivery = deliveries.find((each) => each.sequence === receipt.sequence)
  if (!delivery || !speaksOf(receipt, delivery)) {
    throw new ShuyuanError('exchange.receipt_unknown', {
      package: receipt.package,
      request: receipt.request,
      path: file.path,
    })
  }
  if (delivery.status === 'received') return false
  await recordReceipt(ledger.db, receipt.request, receipt.sequence, { ...receipt })
  return true
}

function speaksOf(receipt: Receipt, delivery: Delivery): boolean {
  return (
    delivery.status !== 'building' &&
    delivery.packageId === receipt.package &&
    delivery.sha256 === receipt.sha256
  )
}

/** The key of the oldest receipt on record. */
function registeredKey(deliveries: Delivery[]): string | undefined {
  const oldest = deliveries.filter((each) => each.receipt).sort((a, b) => a.sequence - b.sequence)[0]
  return oldest && receiptSchema.safeParse(oldest.receipt).data?.keyId
}
