import { openSink } from '../../../connectors/sinks/index.ts'
import { dataPaths } from '../../../core/paths.ts'
import { deploymentOf } from '../../deployment.ts'
import { deliveryOf } from '../arguments.ts'
import { command } from '../command.ts'
import { showTrials } from '../trials.ts'

/** Tries what sending a delivery needs; sends nothing. @throws ShuyuanError `pipelines.unknown_request` */
export const testSink = command({
  usage: 'test <delivery>',
  words: {
    'zh-CN': '逐项试用交付的目的地，说明可用与不可用之处；不交付',
    en: 'try the place that a delivery goes to and say line by line what works and what does not; sends nothing',
  },
  async run(io, _options, id) {
    const { config } = await deploymentOf(io.settings)
    const delivery = deliveryOf(config, id)
    const sink = await openSink(delivery.sink, { paths: dataPaths(io.settings.dataRoot), delivery })
    try {
      const about = { delivery: id, kind: delivery.sink.kind, place: sink.place }
      return showTrials(io, about, await sink.test())
    } finally {
      await sink.close()
    }
  },
})
