import { expect, test } from 'vitest'
import { catalogue } from '../catalog/catalogue.ts'
import { textOf } from './pattern.ts'
import { Random } from './random.ts'

const declared = catalogue.datasets.flatMap((dataset) =>
  dataset.rules.flatMap((rule) => (rule.kind === 'pattern' ? [rule.pattern] : [])),
)
const patterns = ['^15[0-9]{10}$', '^(A|BC?)\\d{2,4}$', '^[A-HJ-NP-Z][0-9]{9}(-\\d+)?$', ...declared]

test.each(patterns)('texts of %s match it', (pattern) => {
  const random = new Random(7, 1, 1)
  for (let i = 0; i < 200; i++) expect(textOf(pattern, random)).toMatch(new RegExp(pattern))
})
