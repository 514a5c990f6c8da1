import { type Dataset, keepsHistory } from '../../catalog/dataset.ts'
import type { DutyList } from '../../catalog/export/index.ts'

type Terms = Pick<
  Dataset,
  | 'id'
  | 'name'
  | 'abstract'
  | 'foundation'
  | 'form'
  | 'article'
  | 'levels'
  | 'updateCycle'
  | 'sharing'
  | 'opening'
> & { collectingDepartment: string; approvingDepartment: string; keepsHistory: boolean }

/** A duty list as data for the console: of every register its terms, without the rules of its checks. */
export function dutyData(list: DutyList) {
  return { ...list, provides: list.provides.map((each) => ({ ...each, dataset: termsOf(each.dataset) })) }
}

function termsOf(dataset: Dataset): Terms {
  const { id, name, abstract, foundation, form, article, levels, updateCycle, sharing, opening } = dataset
  const { collectingDepartment, approvingDepartment } = dataset
  return {
    ...{ id, name, abstract, foundation, form, article, levels, updateCycle, sharing, opening },
    ...{ collectingDepartment, approvingDepartment, keepsHistory: keepsHistory(dataset) },
  }
}
