import { mkdir } from 'node:fs/promises'
import { datasetOf } from '../../../catalog/lookup.ts'
import { dataPaths } from '../../../core/paths.ts'
import { deploymentOf } from '../../deployment.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { makeDataRoot } from '../wiring.ts'

/** Makes the data folder and the drop folders of the configuration's sources; what is there stays as it is. */
export async function init(io: Io): Promise<Exit> {
  const { catalogue, config } = await deploymentOf(io.settings)
  const paths = dataPaths(io.settings.dataRoot)
  await makeDataRoot(io.settings.dataRoot)
  const folders = config.sources.map(({ folder, dataset }) =>
    paths.drop(folder ?? datasetOf(catalogue, dataset).providingDepartment),
  )
  const made = [...new Set(folders)].sort()
  for (const folder of made) await mkdir(folder, { recursive: true })
  io.answer({ data: io.settings.dataRoot, folders: made })
  io.say(io.text('init.done', { root: io.settings.dataRoot, folders: made.length }))
  return exit.ok
}
