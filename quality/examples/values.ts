import type { ElementType } from '../../catalog/element.ts'
import type { Test } from '../rules/index.ts'
import { type Examples, type Subject, values } from './example.ts'

export function codeExamples({ rule, mapped }: Subject, codes: readonly string[]): Examples {
  const good = codes.filter((code) => !mapped(rule.field, code))
  return values(rule.field, good, ['~', 'XX99', '未知码', ''].slice(0, 3))
}

/** What can and cannot be read as the type. */
export function readableExamples(field: string, type: ElementType): Examples {
  switch (type) {
    case 'date':
      return values(
        field,
        [
          '2020-02-29',
          '20200229',
          '2020/2/9',
          '2020-1-1',
          '2020年2月9日',
          '２０２０-01-01',
          '2020-02-29 00:00:00',
          '1800-01-01',
          '2200-12-31',
        ],
        [
          '2019-02-29',
          '2020-13-01',
          '2020-00-10',
          '2020-04-31',
          '1799-12-31',
          '2201-01-01',
          '2020-02-28 10:30:00',
          '02/03/2020',
          '不详',
          '20200230',
        ],
      )
    case 'datetime':
      return values(
        field,
        [
          '2020-01-01 10:00:00',
          '2020-01-01T10:00Z',
          '20200101235959',
          '2020-01-01',
          '2020-01-01T10:00:00+0530',
          '2020/1/1 9:05',
        ],
        ['2020-01-01 24:00:01', '2020-01-01 10:00:60', '2020-02-30 10:00:00', '昨天', '10:00'],
      )
    case 'integer':
      return values(
        field,
        ['0', '-12', '+7', '１２', '3.0'],
        ['1.5', '1e5', '1,000', '五', '1234567890123456789'],
      )
    default:
      return values(
        field,
        ['0', '-12.5', '+7', '.5', '5.', '１２.５', '1.23450', '99999999999999.9999', '1,234.50'],
        ['1e5', '1,000', '1.23456', '五千', '12万元'],
      )
  }
}

export function lengthExamples(field: string, { min, max }: { min?: number; max?: number }): Examples {
  const text = (length: number) => '长'.repeat(length)
  const good = [...(min ? [text(min)] : []), ...(max ? [text(max)] : [])]
  const bad = [...(min && min > 1 ? [text(min - 1)] : []), ...(max ? [text(max + 1)] : [])]
  return values(field, good, bad)
}

export function rangeExamples(
  field: string,
  type: ElementType,
  { min, max }: { min?: number; max?: number },
): Examples {
  /** The limit with as little as the type knows added `times`. */
  const text = (limit: number, times: -1 | 0 | 1) => {
    if (type === 'integer') return String(limit + times)
    const units =
      BigInt(Math.trunc(limit)) * 10_000n + BigInt(Math.round((limit % 1) * 10_000)) + BigInt(times)
    const digits = String(units < 0n ? -units : units).padStart(5, '0')
    return `${units < 0n ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}`
  }
  return values(
    field,
    [min, max].flatMap((limit) => (limit === undefined ? [] : [text(limit, 0)])),
    [...(min === undefined ? [] : [text(min, -1)]), ...(max === undefined ? [] : [text(max, 1)])],
  )
}

export function amountExamples(field: string, part: Extract<Test, { kind: 'amount' }>['part']): Examples {
  return part === 'unit'
    ? values(
        field,
        ['12', '12.50', '-3', '五千'],
        ['12万元', '12 元', '1,200元', '¥12', 'RMB 12.5', '30%', '5亩'],
      )
    : values(field, ['0', '0.01', '12'], ['-1', '-999'])
}

export function amountSizeExamples(field: string, most: number): Examples {
  return values(field, [String(most), String(-most), '0'], [String(most + 1), String(-most - 1)])
}

export function amountDecimalsExamples(field: string, decimals: number): Examples {
  const after = (digits: string) => `1.${digits}`
  const fine =
    decimals === 0
      ? ['1', '1.0']
      : ['1', after('2'.repeat(decimals)), after(`${'2'.repeat(decimals)}0`.slice(0, 4))]
  return values(field, fine, decimals > 3 ? [] : [after(`${'0'.repeat(decimals)}1`)])
}
