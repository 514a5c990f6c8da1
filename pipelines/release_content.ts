import { canonicalJson, sha256 } from '../core/hash.ts'
import { contentOf } from '../warehouse/lake/verify.ts'
import type { Platform } from './platform.ts'

/**
 * A digest of everything that a release consists of, recorded in the audit log with its publication: who changes a table's
 * log together with its files is found by it.
 */
export async function releaseContent(
  { lake }: Pick<Platform, 'lake'>,
  tables: Record<string, number>,
): Promise<string> {
  const contents: Record<string, string> = {}
  for (const [name, version] of Object.entries(tables))
    contents[name] = contentOf(await lake.table(name).snapshot({ version }))
  return sha256(canonicalJson(contents))
}
