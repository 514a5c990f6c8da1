import type { Catalogue } from '../catalog/catalogue.ts'
import { scanDropFolder } from '../connectors/file/index.ts'
import { systemClock } from '../core/clock.ts'
import { dataPaths } from '../core/paths.ts'
import type { JobsConfig } from './config.ts'

export interface WaitingFile {
  department: string
  dataset: string
  fileName: string
  bytes: number
}

/** The files in the drop folders that the connector understands, taken already or not. */
export async function waitingFiles(
  dataRoot: string,
  catalogue: Catalogue,
  config: JobsConfig,
): Promise<WaitingFile[]> {
  const paths = dataPaths(dataRoot)
  const waiting: WaitingFile[] = []
  for (const department of catalogue.departments) {
    const datasets = catalogue.datasets.filter((each) => each.providingDepartment === department.id)
    if (datasets.length === 0) continue
    const folder = config.sources.find((source) =>
      datasets.some((each) => each.id === source.dataset),
    )?.folder
    const scan = await scanDropFolder({
      folder: paths.drop(folder ?? department.id),
      department: department.id,
      datasets,
      settleMs: 0,
      clock: systemClock,
    })
    for (const file of scan.candidates) {
      waiting.push({
        department: department.id,
        dataset: file.dataset.id,
        fileName: file.name,
        bytes: file.size,
      })
    }
  }
  return waiting
}
