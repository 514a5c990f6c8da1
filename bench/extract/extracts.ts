import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { REGISTER } from '../person/by_hand.ts'
import { writePeople } from '../person/people.ts'

/** Rows of each file, but for the one in fifty that is sent twice. */
const ROWS = 20
/** When the extracts are of, as the script writes it. */
export const AS_OF = '2026-09-01 00:00:00+08'
/** Extracts that each side takes in before its time is taken. */
export const WARM = 10

/** The path of extract number `n`, the first of which is 1. */
export function fileOf(folder: string, n: number): string {
  return join(folder, `${REGISTER}_delta_20260901_b${String(n).padStart(5, '0')}.csv`)
}

/** Writes so many small extracts of one register, each of people of its own. */
export async function writeExtracts(folder: string, count: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  for (let n = 1; n <= count; n++) await writePeople(fileOf(folder, n), ROWS, { from: n * ROWS, delta: true })
}
