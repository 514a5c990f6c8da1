import { expect, test } from 'vitest'
import { parseFileName } from '../../../connectors/file/names.ts'
import { EVENTS_BATCH } from '../../../warehouse/ledger/extracts.ts'

test('no file can pass for events, which are not held to a share of bad rows', () => {
  const name = (batch: string) => `electronic_licences_delta_20261101_${batch}.jsonl`
  expect(parseFileName(name('events'))?.batch).toBe('events')
  expect(parseFileName(name('events'))?.batch).not.toBe(EVENTS_BATCH)
  expect(parseFileName(name(EVENTS_BATCH))).toBeNull()
})
