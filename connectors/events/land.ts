import { landChunks } from '../landing.ts'

export interface LandedLines {
  sha256: string
  bytes: number
}

/**
 * Lands accepted events as files are landed (`landChunks`): durable when this returns; the same bytes again are the same
 * file.
 * @throws ShuyuanError `connectors.landing_damaged`
 */
export async function landLines(landingRoot: string, dataset: string, content: Buffer): Promise<LandedLines> {
  const { sha256, bytes } = await landChunks(landingRoot, dataset, [content])
  return { sha256, bytes }
}
