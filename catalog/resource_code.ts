import type { Dataset } from './dataset.ts'

/**
 * The code of a dataset in catalogues and packages. DB15/T 1875-2020 governs such codes in Inner Mongolia;
 * until its text is at hand the code is `150000/<providing department>/<dataset>`. This function is the only
 * place that knows the rule.
 */
export function resourceCode(dataset: Dataset): string {
  return `150000/${dataset.providingDepartment}/${dataset.id}`
}
