import { expect, test } from 'vitest'
import { catalogue } from '../../catalog/catalogue.ts'
import { foundationOf } from '../../catalog/lookup.ts'
import { gate } from './gate.ts'

test('the gate holds back a build that lost too many records', () => {
  const foundation = { ...foundationOf(catalogue, 'person'), minShareOfLast: 0.9 }
  expect(gate({ foundation, counts: { golden: 0 } })).toEqual([])
  expect(gate({ foundation, counts: { golden: 90 }, last: { golden: 100 } })).toEqual([])
  expect(gate({ foundation, counts: { golden: 89 }, last: { golden: 100 } })).toMatchObject([
    { code: 'resolve.shrunk', fields: { golden: 89, last: 100, least: 90 } },
  ])
})
