import { expect, it } from 'vitest'
import { catalogue } from './catalogue.ts'
import { identifiersOf } from './identifiers.ts'
import { organisations } from './register_groups.ts'

/** Fields for which the law names the register, or where nothing refers: a person is known beyond the region. */
const elsewhere = ['entity_branches.branch_uscc']

it('sends every code of any body to the same group of registers', () => {
  const strange = catalogue.datasets.flatMap((dataset) =>
    identifiersOf(catalogue, dataset)
      .filter(({ column, type }) => type === 'uscc' && column !== dataset.key)
      .filter(({ column }) => !elsewhere.includes(`${dataset.id}.${column}`))
      .filter(({ column }) => {
        const rule = dataset.rules.find((each) => each.kind === 'reference' && each.field === column)
        return rule?.kind !== 'reference' || rule.datasets.join() !== organisations.join()
      })
      .map(({ column }) => `${dataset.id}.${column}`),
  )
  expect(strange).toEqual([])
})
