import type { Catalogue } from '../../catalog/catalogue.ts'
import { topics } from '../../catalog/data/topics.ts'
import type { Topic } from '../../catalog/topic.ts'

/** The declared topics whose inputs the catalogue has. */
export function topicsOf({ catalogue }: { catalogue: Catalogue }): Topic[] {
  const foundations = new Set(catalogue.foundations.map(({ id }) => id))
  const datasets = new Set(catalogue.datasets.map(({ id }) => id))
  return topics.filter((topic) =>
    topic.inputs.every((input) => {
      const [layer, name = ''] = input.split('/')
      return layer === 'base' ? foundations.has(name) : datasets.has(name)
    }),
  )
}
