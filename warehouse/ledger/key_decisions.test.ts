import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestLedger, type TestLedger } from '../../test/support/ledger.ts'
import { closeKeyDecision, listKeyDecisions, type NewKeyDecision, openKeyDecision } from './key_decisions.ts'

let ledger: TestLedger
beforeAll(async () => {
  ledger = await startTestLedger()
})
afterAll(() => ledger.close())

const decision = (dataset: string, more: Partial<NewKeyDecision> = {}): NewKeyDecision => ({
  dataset,
  action: 'decide',
  extract: 1,
  line: 2,
  pseudonym: 'f00d',
  actor: 'officer',
  reason: 'seen on the card',
  decidedAt: new Date('2026-11-24T00:00:00Z'),
  ...more,
})

test('decisions are numbered by dataset, however many are taken at once', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => openKeyDecision(ledger.db, decision('many'))))
  expect(all.map(({ seq }) => seq).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect((await openKeyDecision(ledger.db, decision('other'))).seq).toBe(1)
})

test('a decision is undone once', async () => {
  await openKeyDecision(ledger.db, decision('undone'))
  const undo = decision('undone', { action: 'undo', of: 1 })
  const first = await openKeyDecision(ledger.db, undo)
  await expect(openKeyDecision(ledger.db, undo)).rejects.toThrow(/key_decisions_undone_once/)
  await closeKeyDecision(ledger.db, 'undone', first.seq, 'dropped')
  expect((await openKeyDecision(ledger.db, undo)).of).toBe(1)
})

test('a dropped one is not listed, and no identity number stays in a reason', async () => {
  const dropped = await openKeyDecision(ledger.db, decision('listed'))
  await closeKeyDecision(ledger.db, 'listed', dropped.seq, 'dropped')
  const kept = await openKeyDecision(ledger.db, decision('listed', { reason: 'is 150102190001010018' }))
  expect(await listKeyDecisions(ledger.db, 'listed')).toEqual([{ ...kept, status: 'open' }])
  expect(kept.reason).toBe('is [redacted]')
  await closeKeyDecision(ledger.db, 'listed', kept.seq, 'done')
  expect(await listKeyDecisions(ledger.db, 'listed', 'open')).toEqual([])
})
