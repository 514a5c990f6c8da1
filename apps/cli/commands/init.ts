import { mkdir } from 'node:fs/promises'
import { datasetOf } from '../../../catalog/lookup.ts'
import { dataPaths } from '../../../core/paths.ts'
import { deploymentOf } from '../../deployment.ts'
import { type Exit, exit, type Io } from '../io.ts'
import { makeDataRoot } from '../wiring.ts'
import { initProject } from './init_project.ts'

/**
 * Makes the data folder and the drop folders of the configuration's sources; what is there stays as it is. With a
 * folder: writes a new deployment there.
 */
export async function init(io: Io, _options: object, folder?: string): Promise<Exit> {
  if (folder !== undefined) return initProject(io, folder)
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
