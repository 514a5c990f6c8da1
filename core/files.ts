import { open } from 'node:fs/promises'

/** Makes a folder's entries (a rename, new files) survive a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}
