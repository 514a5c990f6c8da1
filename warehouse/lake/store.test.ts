import { mkdtempSync, rmSync } from 'node:fs'
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { faultStore } from './fault_store.testing.ts'
import { fileStore, type Store } from './store.ts'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'shuyuan-store-'))
})

afterEach(() => rmSync(root, { recursive: true, force: true }))

const text = (bytes: Uint8Array | null) => bytes && new TextDecoder().decode(bytes)

/** What every store must do; a new adapter runs the same lines. */
const stores: Record<string, (root: string) => Store> = {
  'file store': fileStore,
  'fault store without a fault': (folder) => faultStore(fileStore(folder), 0, 'killed_before'),
}

for (const [name, open] of Object.entries(stores)) {
  describe(name, () => {
    it('puts once, replaces, reads and lists whole objects', async () => {
      const store = open(root)
      expect(await store.get('a/b.json')).toBeNull()
      expect(await store.stat('a/b.json')).toBeNull()
      expect(await store.list('a')).toEqual([])
      expect(await store.putIfAbsent('a/b.json', '一')).toBe(true)
      expect(await store.putIfAbsent('a/b.json', '二')).toBe(false)
      expect(text(await store.get('a/b.json'))).toBe('一')
      await store.put('a/b.json', '三')
      await store.put('a/c/d.json', '')
      expect(text(await store.get('a/b.json'))).toBe('三')
      expect(await store.stat('a/b.json')).toMatchObject({ size: 3 })
      expect(await store.list('a')).toEqual(['a/b.json'])
      expect(await store.list('', { recursive: true })).toEqual(['a/b.json', 'a/c/d.json'])
      await store.remove('a/c')
      await store.remove('a/none')
      expect(await store.list('a', { recursive: true })).toEqual(['a/b.json'])
    })

    it('lets exactly one of many writers put a path, and leaves nothing else', async () => {
      const store = open(root)
      const results = await Promise.all(
        Array.from({ length: 20 }, (_, n) => store.putIfAbsent('x/1.json', `${n}`)),
      )
      const winner = results.indexOf(true)
      expect(results.filter(Boolean)).toHaveLength(1)
      expect(text(await store.get('x/1.json'))).toBe(`${winner}`)
      expect(await readdir(join(root, 'x'))).toEqual(['1.json'])
    })

    it('adopts finished files, replacing what is there', async () => {
      const store = open(root)
      const local = store.localPath('_staging/rows')
      await mkdir(join(local, '..'), { recursive: true })
      for (const content of ['one', 'two']) {
        await writeFile(local, content)
        await store.adopt(local, 'data/rows')
        expect(text(await store.get('data/rows'))).toBe(content)
      }
      expect(await store.list('_staging')).toEqual([])
    })
  })
}

it.skipIf(process.getuid?.() === 0)(
  'says so when the folder cannot be written (root may always write)',
  async () => {
    await chmod(root, 0o555)
    await expect(fileStore(root).put('a', 'x')).rejects.toMatchObject({ code: 'lake.not_writable' })
    await chmod(root, 0o755)
  },
)
