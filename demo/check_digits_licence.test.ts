import { expect, test } from 'vitest'
import { licenceId } from './check_digits_licence.ts'

test('the check character is that of the public sample', () => {
  expect(licenceId('11100000000013338W011', '11150000TEAT00015W', 'TEST2026000001', '001')).toBe(
    '1.2.156.3005.2.11100000000013338W011.11150000TEAT00015W.TEST2026000001.001.A',
  )
})
