import { mkdir, open, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** Makes a folder's entries (a rename, new files) survive a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  await handle.sync().finally(() => handle.close())
}

/** A file to write: its path below a folder, and its content when it is asked for. */
export type FileContent = [path: string, content: () => string | Promise<Buffer>]

/** Writes the files below `folder`, each whole or not at all; gives their paths in the order written. */
export async function writeFiles(folder: string, files: FileContent[]): Promise<string[]> {
  const written: string[] = []
  for (const [path, content] of files) {
    const target = join(folder, path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(`${target}.part`, await content())
    await rename(`${target}.part`, target)
    written.push(target)
  }
  return written
}
