import { mkdir } from 'node:fs/promises'
import { defineTexts } from '../../../core/locale.ts'
import { dataPaths } from '../../../core/paths.ts'
import { sourcePlaces } from '../../../pipelines/sources/places.ts'
import { deploymentOf } from '../../deployment.ts'
import { command } from '../command.ts'
import { exit } from '../io.ts'
import { makeDataRoot } from '../wiring.ts'
import { initProject } from './init_project.ts'

defineTexts({
  'init.done': {
    'zh-CN':
      '数据目录 {root} 已就绪，{folders} 个部门投放目录在其 drop/ 之下。放入文件后执行 shuyuan run；shuyuan doctor 可检查环境。',
    en: 'The data folder {root} is ready, with {folders} drop folders below drop/. Put files there, then `shuyuan run`; `shuyuan doctor` checks the machine.',
  },
})

/**
 * Makes the data folder and the drop folders of the configuration's sources; what is there stays as it is. With a
 * folder: writes a new deployment there.
 */
export const init = command({
  usage: 'init [folder]',
  words: {
    'zh-CN': '创建数据目录与各部门投放目录；给出目录名时，在其中新建一个部署',
    en: 'make the data folder and the drop folders of departments; with a folder, a new deployment in it',
  },
  async run(io, _options, folder) {
    if (folder !== undefined) return initProject(io, folder)
    const places = sourcePlaces(await deploymentOf(io.settings)).filter(({ kind }) => kind === 'folder')
    const paths = dataPaths(io.settings.dataRoot)
    await makeDataRoot(io.settings.dataRoot)
    const made = [...new Set(places.map(({ folder }) => paths.drop(folder)))].sort()
    for (const folder of made) await mkdir(folder, { recursive: true })
    io.answer({ data: io.settings.dataRoot, folders: made })
    io.say(io.text('init.done', { root: io.settings.dataRoot, folders: made.length }))
    return exit.ok
  },
})
