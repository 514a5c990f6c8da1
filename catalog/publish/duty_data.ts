import { type Dataset, keepsHistory } from '../dataset.ts'
import type { DutyList } from './duty.ts'
import type { Provider } from './providers.ts'

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

/**
 * A duty list as data for the console: of every register its terms, without the rules of its checks; how a register
 * is shared only where the department has to obtain from it.
 */
export function dutyData(list: DutyList) {
  return {
    ...list,
    provides: list.provides.map((each) => ({ ...each, dataset: termsOf(each.dataset) })),
    divides: list.divides.map(({ own, others, ...element }) => ({
      ...element,
      own: own.map(withoutSharing),
      others: others.map(withoutSharing),
    })),
  }
}

function withoutSharing({ sharing: _, ...provider }: Provider): Omit<Provider, 'sharing'> {
  return provider
}

function termsOf(dataset: Dataset): Terms {
  const { id, name, abstract, foundation, form, article, levels, updateCycle, sharing, opening } = dataset
  const { collectingDepartment, approvingDepartment } = dataset
  return {
    ...{ id, name, abstract, foundation, form, article, levels, updateCycle, sharing, opening },
    ...{ collectingDepartment, approvingDepartment, keepsHistory: keepsHistory(dataset) },
  }
}
