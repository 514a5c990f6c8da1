import type { Catalogue } from '../catalog/catalogue.ts'
import { ShuyuanError } from '../core/errors.ts'
import type { Locale, TextFields } from '../core/locale.ts'
import { entitle } from '../exchange/entitle.ts'
import type { JobsConfig } from './config.ts'

/** Deliveries of the configuration that the one door would refuse on the day `on`. */
export function checkDeliveries(
  config: JobsConfig,
  catalogue: Catalogue,
  on: Date,
  locale: Locale,
): { code: string; fields: TextFields }[] {
  return config.deliveries.flatMap((request) => {
    try {
      entitle(catalogue, request, on, config.negativeList)
      return []
    } catch (error) {
      if (!(error instanceof ShuyuanError)) throw error
      return [{ code: 'config.refused_delivery', fields: { id: request.id, reasons: error.in(locale) } }]
    }
  })
}
