import type { Dataset } from './dataset.ts'

/** The region: its departments' entries carry its code, those of a league, city, banner or county its own. */
export const REGION_CODE = '150000'

/**
 * The code of a dataset in catalogues and packages, at the region or at one of its divisions. DB15/T 1875-2020
 * governs such codes in Inner Mongolia; until its text is at hand the code is
 * `<division>/<providing department>/<dataset>`. This function is the only place that knows the rule.
 */
export function resourceCode(dataset: Dataset, division: string = REGION_CODE): string {
  return `${division}/${dataset.providingDepartment}/${dataset.id}`
}
