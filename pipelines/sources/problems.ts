import type { Dirent } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { isLitter, type SourceScan, type Unclaimed } from '../../connectors/sources/scan.ts'
import { redact } from '../../core/log.ts'
import type { Problem } from '../../warehouse/ledger/json.ts'
import { folderOf, type Intake, type SourcePlace, sourcePlaces } from './places.ts'

/** Of a scan what is about the wanted files alone. */
export function aboutWanted(scan: SourceScan): SourceScan {
  const unclaimed = scan.unclaimed.filter(({ reason }) => reason === 'unreadable')
  return { candidates: scan.candidates, unclaimed, unsettled: scan.unsettled, arriving: [] }
}

/** What a person should know of a drop folder: that it is not there, what nobody takes, what is still arriving. */
export function folderProblems(intake: Intake, drop: SourcePlace, path: string, scan: SourceScan): Problem[] {
  const { folder } = drop
  const department = drop.departments.join(', ')
  if (scan.unread) {
    const severity = scan.unread === 'missing' ? 'warn' : 'error'
    return [{ code: `connectors.drop.${scan.unread}`, fields: { department, folder: path, severity } }]
  }
  const unclaimed = capped(scan.unclaimed, (file) => unclaimedProblem(intake, drop, file), {
    department,
    folder,
  })
  const arriving = [...scan.unsettled, ...scan.arriving]
  if (arriving.length === 0) return unclaimed
  const fields = { department, folder, count: arriving.length, files: named(arriving), severity: 'warn' }
  return [...unclaimed, { code: 'connectors.drop.arriving', fields }]
}

function unclaimedProblem(intake: Intake, drop: SourcePlace, file: Unclaimed): Problem {
  const fields = { department: drop.departments.join(', '), folder: drop.folder, file: redact(file.name) }
  const severity = file.reason === 'unreadable' ? 'error' : 'warn'
  const { dataset } = file
  if (!dataset) return { code: `connectors.unclaimed.${file.reason}`, fields: { ...fields, severity } }
  const sourced = intake.config.sources.some((each) => each.dataset === dataset.id)
  const where = { ...fields, dataset: dataset.id, provider: dataset.providingDepartment, severity }
  if (!sourced) return { code: 'connectors.unclaimed.no_source', fields: where }
  return {
    code: 'connectors.unclaimed.other_department',
    fields: { ...where, right: folderOf(intake, dataset) },
  }
}

/** What lies in `drop/` itself or in a folder of it that no source is taken from. */
export async function strayProblems(intake: Intake): Promise<Problem[]> {
  const folders = sourcePlaces(intake).filter(({ kind }) => kind === 'folder')
  const known = new Set(folders.flatMap(({ folder }) => folder.split(/[\\/]/)[0] ?? []))
  const found: Problem[] = []
  for (const entry of await entriesOf(intake.paths.drops)) {
    if (known.has(entry.name)) continue
    const inside = entry.isDirectory() ? await entriesOf(join(intake.paths.drops, entry.name)) : undefined
    if (inside?.length === 0) continue
    const fields = {
      file: redact(entry.name) + (inside ? sep : ''),
      count: inside?.length ?? 1,
      severity: 'warn',
    }
    found.push({ code: inside ? 'connectors.stray.folder' : 'connectors.stray.file', fields })
  }
  return capped(found, (each) => each, { department: '-', folder: '.' })
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const litter = (entry: Dirent) =>
    isLitter({ name: entry.name, type: entry.isDirectory() ? 'folder' : 'file' })
  return entries.filter((entry) => !litter(entry)).sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** So many files of a folder are named for one reason. */
const MOST_NAMED = 20

/** At most `MOST_NAMED` problems of each code, and how many more there are. */
function capped<T>(
  found: T[],
  told: (each: T) => Problem,
  fields: { department: string; folder: string },
): Problem[] {
  const all = found.map(told)
  return [...new Set(all.map(({ code }) => code))].flatMap((code) => {
    const alike = all.filter((each) => each.code === code)
    if (alike.length <= MOST_NAMED) return alike
    const more = { ...fields, more: alike.length - MOST_NAMED, severity: 'warn' }
    return [...alike.slice(0, MOST_NAMED), { code: 'connectors.drop.more', fields: more }]
  })
}

const named = (names: string[]) =>
  names.slice(0, 5).map(redact).join(', ') + (names.length > 5 ? ` … (${names.length})` : '')
