import { Readable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { createGunzip } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { piped } from './zip.ts'

describe('a pipe of an archive', () => {
  it('fails at its reader where it failed before the reader came, and nowhere else', async () => {
    const stream = piped(Readable.from([Buffer.from('no gzip at all')]), createGunzip())
    await pause(50)
    const read = async () => {
      for await (const chunk of stream) expect(chunk).toBeUndefined()
    }
    await expect(read()).rejects.toMatchObject({ code: 'Z_DATA_ERROR' })
  })
})
