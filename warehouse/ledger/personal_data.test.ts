import { expect, test } from 'vitest'
import { hasPersonalData, refusePersonalData } from './personal_data.ts'

test.each([
  '150102199001010018',
  '身份证号15010219900101001X有误',
  '１５０１０２１９９００１０１００１８',
  '150102 19900101 0018',
  '150102-1990-0101-0018',
  '150102900101001',
  '手机13800001111。',
  '+8613800001111',
  '138 0000 1111',
  '91150100MA0N1ABC2X',
  '代码:91150100ma0n1abc2x',
])('%s is refused', (text) => {
  expect(hasPersonalData(text)).toBe(true)
  expect(() => refusePersonalData(text)).toThrow(/personal data/)
})

test.each([
  '第 12 行与户籍登记不一致，请于 2026-12-10 前核实',
  '疑义 1024，第 3 次提取，第 1500123 行',
  'misrepresentations in the register',
  '电话 0471-6920000',
  '区划代码 150102，2026-11-24T08:00:00Z 起',
])('%s is let pass', (text) => {
  expect(refusePersonalData(text)).toBe(text)
})

test('a reason is not empty', () => {
  expect(() => refusePersonalData(' \n')).toThrow(/No reason/)
})
