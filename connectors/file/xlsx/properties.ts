import { stat } from 'node:fs/promises'
import { posix } from 'node:path'
import { ShuyuanError } from '../../../core/errors.ts'
import '../../locale.ts'
import { ExpansionGuard } from '../guard.ts'
import { openArchive } from '../zip.ts'
import { Parts } from './parts.ts'
import type { XmlHandler } from './xml.ts'

const MOST_BYTES = 1 << 20
const LIMITS = {
  maxExpandedBytes: 2 * MOST_BYTES,
  ...{ maxRatio: 200, ratioFromBytes: MOST_BYTES, maxRecordBytes: MOST_BYTES, maxRawBytes: MOST_BYTES },
}

/**
 * The texts among the custom properties of a workbook, by name; empty where it has none. Its sheets are not read, so it
 * may be of any size.
 * @throws ShuyuanError `connectors.sheet_unreadable`
 */
export async function readProperties(file: { path: string; fileName: string }): Promise<Map<string, string>> {
  const named = { dataset: { id: '-' }, fileName: file.fileName }
  try {
    const archive = await openArchive(file.path, named, 'workbook')
    try {
      const guard = new ExpansionGuard(named, (await stat(file.path)).size, LIMITS)
      const parts = new Parts(archive, guard)
      return await textsOf(parts, await partOf(parts))
    } finally {
      archive.close()
    }
  } catch (cause) {
    const reason = cause instanceof ShuyuanError ? 'ZIP' : 'XML'
    throw new ShuyuanError('connectors.sheet_unreadable', { file: file.fileName, reason }, { cause })
  }
}

/** The part with the properties, by its relationship; without one where most programs put it. */
async function partOf(parts: Parts): Promise<string> {
  let found = 'docProps/custom.xml'
  await parts.read('_rels/.rels', {
    ...silent,
    open(name, attributes) {
      const target = attributes.get('Target')
      if (name === 'Relationship' && target && attributes.get('Type')?.endsWith('/custom-properties'))
        found = posix.normalize(target.replace(/^\/+/, ''))
    },
  })
  return found
}

async function textsOf(parts: Parts, part: string): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  let current: string | undefined
  await parts.read(part, {
    ...silent,
    open(name, attributes) {
      if (name === 'property') current = attributes.get('name')
    },
    text(value, parent) {
      if (current !== undefined && parent === 'lpwstr') texts.set(current, (texts.get(current) ?? '') + value)
    },
  })
  return texts
}

const silent: XmlHandler = { open: () => undefined, text: () => undefined, close: () => undefined }
