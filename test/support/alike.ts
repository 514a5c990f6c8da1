import { afterAll } from 'vitest'
import type { KeptPlatform, TestPlatform } from './platform.ts'

/**
 * Platforms that begin alike: what `fill` does happens once, and every call gives a copy of what came of it. Call it at
 * the top of a test file.
 * @param start opens a platform, with what `like` has where it is given
 */
export function alike(
  start: (like?: KeptPlatform) => Promise<TestPlatform>,
  fill: (platform: TestPlatform) => Promise<void>,
): () => Promise<TestPlatform> {
  let kept: Promise<KeptPlatform> | undefined
  const make = async () => {
    const platform = await start()
    await fill(platform)
    return platform.keep()
  }
  afterAll(async () => (await kept?.catch(() => undefined))?.drop())
  return async () => {
    kept ??= make()
    return start(await kept)
  }
}
