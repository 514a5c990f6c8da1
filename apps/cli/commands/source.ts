import { isNamedFor } from '../../../connectors/sources/scan.ts'
import { systemClock } from '../../../core/clock.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { dataPaths } from '../../../core/paths.ts'
import { settingsOf, withSource } from '../../../pipelines/sources/places.ts'
import { deploymentOf } from '../../deployment.ts'
import { command } from '../command.ts'
import { showTrials } from '../trials.ts'

/** Tries what taking a dataset's extracts needs; takes nothing. @throws ShuyuanError `pipelines.unknown_target` */
export const testSource = command({
  usage: 'test <dataset>',
  words: {
    'zh-CN': '逐项试用数据集的来源，说明可用与不可用之处；不采集',
    en: 'try the source of a dataset and say line by line what works and what does not; takes nothing',
  },
  async run(io, _options, id) {
    const { catalogue, config } = await deploymentOf(io.settings)
    const known = catalogue.datasets.filter((each) =>
      config.sources.some(({ dataset }) => dataset === each.id),
    )
    const dataset = known.find((each) => each.id === id)
    if (!dataset)
      throw new ShuyuanError('pipelines.unknown_target', {
        target: id,
        known: known.map((each) => each.id).join(', '),
      })
    const parts = { config, paths: dataPaths(io.settings.dataRoot), clock: systemClock }
    return withSource(parts, dataset, async (source) => {
      const trials = await source.test((name) => isNamedFor(dataset, name))
      const { kind } = settingsOf(parts, dataset)
      return showTrials(io, { dataset: id, kind, place: source.place }, trials)
    })
  },
})
