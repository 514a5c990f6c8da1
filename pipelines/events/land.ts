import type { Dataset } from '../../catalog/dataset.ts'
import { landLines } from '../../connectors/events/land.ts'
import { listSegments, readSegment, removeSegment, setSegmentAside } from '../../connectors/events/segment.ts'
import { ShuyuanError } from '../../core/errors.ts'
import { batchesOf, sealSegment } from '../../warehouse/ledger/events.ts'
import { EVENTS_BATCH, recordSegment } from '../../warehouse/ledger/extracts.ts'
import type { Platform } from '../platform.ts'
import type { Intake } from './intake.ts'
import './locale.ts'
import { isAbandoned } from './segments.ts'

/**
 * Seals and lands what was accepted for a dataset: this process's own segment and those of processes that died,
 * each as one extract. May be cut off anywhere and done again. Returns how many extracts there are.
 */
export async function landEvents(
  platform: Platform,
  dataset: Dataset,
  intake: Intake | undefined,
): Promise<number> {
  const folder = platform.paths.events(dataset.id)
  const own = await intake?.roll(dataset.id)
  let landed = 0
  for (const name of await listSegments(folder)) {
    if (name !== own && !(await isAbandoned(folder, name))) continue
    if (await landOrSetAside(platform, dataset, folder, name)) landed++
  }
  return landed
}

/** A damaged segment must not hold back the others: it is kept, told of, and shown by the health check. */
async function landOrSetAside(
  platform: Platform,
  dataset: Dataset,
  folder: string,
  name: string,
): Promise<boolean> {
  try {
    return await landSegment(platform, dataset, folder, name)
  } catch (error) {
    if (!(error instanceof ShuyuanError) || error.code !== 'events.segment_damaged') throw error
    platform.log.error({ err: error, dataset: dataset.id }, 'segment set aside')
    await setSegmentAside(folder, name)
    return false
  }
}

/** True when a process that died left events behind. */
export async function hasLeftovers(platform: Platform, dataset: Dataset): Promise<boolean> {
  const folder = platform.paths.events(dataset.id)
  for (const name of await listSegments(folder)) if (await isAbandoned(folder, name)) return true
  return false
}

/** @throws ShuyuanError `events.segment_damaged` when accepted events cannot be read back; the segment is kept */
async function landSegment(
  platform: Platform,
  dataset: Dataset,
  folder: string,
  name: string,
): Promise<boolean> {
  const { db } = platform.ledger
  const asOf = platform.clock.now()
  await sealSegment(db, name, asOf)
  const accepted = new Set((await batchesOf(db, name)).map((batch) => batch.receipt))
  if (accepted.size > 0) {
    const batches = await acceptedLines(dataset, folder, name, accepted)
    const content = Buffer.concat(batches.map(([, lines]) => lines))
    const landed = await landLines(platform.paths.landing, dataset.id, content)
    const file = {
      dataset: dataset.id,
      department: dataset.providingDepartment,
      ...landed,
      fileName: fileName(dataset, name, asOf),
      format: 'jsonl' as const,
      mode: 'delta' as const,
      batch: EVENTS_BATCH,
      asOf,
      landedAt: asOf,
    }
    await recordSegment(db, name, file, firstLines(batches))
  }
  await removeSegment(folder, name)
  return accepted.size > 0
}

/** The lines of the accepted batches. What else is in the segment was never accepted: its sender sends it again. */
async function acceptedLines(
  dataset: Dataset,
  folder: string,
  segment: string,
  accepted: Set<string>,
): Promise<[receipt: string, lines: Buffer][]> {
  const records = await readSegment(folder, segment)
  const missing = [...accepted].filter((receipt) => !records.has(receipt)).length
  if (missing > 0) throw new ShuyuanError('events.segment_damaged', { dataset: dataset.id, segment, missing })
  return [...records].filter(([receipt]) => accepted.has(receipt))
}

/** Where each batch begins in the extract that they make. */
function firstLines(batches: [receipt: string, lines: Buffer][]): { receipt: string; firstLine: number }[] {
  let next = 1
  return batches.map(([receipt, lines]) => {
    const firstLine = next
    for (const byte of lines) if (byte === NEWLINE) next += 1
    return { receipt, firstLine }
  })
}

const NEWLINE = 0x0a

/** Named as a file of the same content would be; its time is that of the sealing, in Asia/Shanghai. */
function fileName(dataset: Dataset, segment: string, asOf: Date): string {
  const time = new Date(asOf.getTime() + 8 * 3_600_000).toISOString().replace(/[-:]/g, '').slice(0, 13)
  return `${dataset.id}_delta_${time}_events-${segment.split('-').at(-1)}.jsonl`
}
