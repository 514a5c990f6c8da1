import { cp, mkdir, utimes } from 'node:fs/promises'
import { basename, join } from 'node:path'

/** The department that sends the people's register. */
const DEPARTMENT = 'public_security'

/** Copies files into a department's drop folder of a data folder, as if they had lain there for an hour. */
export async function dropInto(
  data: string,
  files: string[],
  department: string = DEPARTMENT,
): Promise<void> {
  const folder = join(data, 'drop', department)
  await mkdir(folder, { recursive: true })
  const earlier = new Date(Date.now() - 3_600_000)
  for (const file of files) {
    const path = join(folder, basename(file))
    await cp(file, path)
    await utimes(path, earlier, earlier)
  }
}
