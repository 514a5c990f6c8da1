import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type Bench, openBench } from '../test/support/exchange.ts'
import { startTestLedger, type TestLedger } from '../test/support/ledger.ts'
import { finishDelivery, getDelivery, startDelivery } from '../warehouse/ledger/deliveries.ts'
import { cityKeys, type SigningKeys } from './keys.ts'
import { type ReceiptBody, type ReceiptFile, signReceipt } from './receipt.ts'
import { takeReceipt } from './take.ts'

let bench: Bench
let ledger: TestLedger
let city: SigningKeys
let request: string
let serial = 0
beforeAll(async () => {
  bench = await openBench()
  ledger = await startTestLedger()
  city = await cityKeys(bench.path('city'))
})
afterAll(async () => {
  await ledger.close()
  await bench.close()
})
beforeEach(async () => {
  serial += 1
  request = `request_${serial}`
  await deliver(1)
})

async function deliver(sequence: number): Promise<void> {
  await startDelivery(ledger.db, { request, release: sequence, kind: 'full', createdAt: new Date(0) })
  await finishDelivery(ledger.db, request, sequence, {
    packageId: `p${sequence}`,
    sha256: 'a'.repeat(64),
    rows: 3,
  })
}

function receipt(change: Partial<ReceiptBody> = {}, keys = city): ReceiptFile {
  const body = {
    package: 'p1',
    sha256: 'a'.repeat(64),
    request,
    city: '150100',
    sequence: 1,
    release: 1,
    rows: 3,
    tableRows: 3,
    target: 'duckdb',
    appliedAt: '2026-11-24T00:00:00.000Z',
    ...change,
  } as const
  return { path: 'receipt.json', text: JSON.stringify(signReceipt(body, keys)) }
}

describe('taking a receipt in', () => {
  test('marks the delivery received, once', async () => {
    expect(await takeReceipt(ledger, receipt())).toBe(true)
    expect(await takeReceipt(ledger, receipt())).toBe(false)
    expect(await getDelivery(ledger.db, request, 1)).toMatchObject({
      status: 'received',
      receipt: { rows: 3 },
    })
  })

  test.each([[{ package: 'p2' }], [{ sha256: 'b'.repeat(64) }], [{ sequence: 2 }], [{ request: 'nobody' }]])(
    'not about what was delivered: %j',
    async (change) => {
      await expect(takeReceipt(ledger, receipt(change))).rejects.toMatchObject({
        code: 'exchange.receipt_unknown',
      })
      expect(await getDelivery(ledger.db, request, 1)).toMatchObject({ status: 'delivered' })
    },
  )

  test('damaged or changed', async () => {
    const { path, text } = receipt()
    for (const bad of [
      '',
      '{',
      '[]',
      text.replace('"rows":3', '"rows":4'),
      text.replace(/"signature":"./, '"signature":"g'),
    ]) {
      await expect(takeReceipt(ledger, { path, text: bad })).rejects.toMatchObject({
        code: 'exchange.receipt_invalid',
      })
    }
  })

  test('signed by another key than before, or than the known one', async () => {
    const other = await cityKeys(bench.path('other'))
    await expect(takeReceipt(ledger, receipt({}, other), city.keyId)).rejects.toMatchObject({
      fields: { reason: 'key' },
    })
    await takeReceipt(ledger, receipt())
    await deliver(2)
    const second = { sequence: 2, package: 'p2', release: 2 }
    await expect(takeReceipt(ledger, receipt(second, other))).rejects.toMatchObject({
      fields: { reason: 'key' },
    })
    expect(await takeReceipt(ledger, receipt(second))).toBe(true)
  })
})
