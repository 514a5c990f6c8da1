import { divisions, FIRST_DAY } from '../../catalog/data/divisions.ts'
import { currentDivisionCodes, historicalDivisions } from '../../catalog/divisions.ts'
import type { Test } from '../rules/index.ts'
import { type ExampleRow, type Examples, values } from './example.ts'

const former = historicalDivisions.map(({ code }) => code)

export function divisionExamples(field: string, part: 'unknown' | 'historical'): Examples {
  return part === 'unknown'
    ? values(field, [...currentDivisionCodes, ...former], ['990101', '159901', '15010', '150199', '110000'])
    : values(field, currentDivisionCodes, former)
}

/** Of every division its first and last day, and the days beside them. */
export function divisionAtExamples(
  field: string,
  { on, part }: Extract<Test, { kind: 'divisionAt' }>,
): Examples {
  const row = (code: string, day: string | null): ExampleRow => ({ [field]: code, [on]: day })
  const before = (day: string) =>
    new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)
  const dated = divisions.filter(({ validFrom }) => validFrom > FIRST_DAY)
  const ended = divisions.flatMap(({ code, validFrom, validTo }) =>
    validTo ? [{ code, validFrom, validTo }] : [],
  )
  const early = [
    ...dated.map(({ code, validFrom }) => row(code, before(validFrom))),
    row('150603', FIRST_DAY),
  ]
  return {
    good: [
      ...dated.map(({ code, validFrom }) => row(code, validFrom)),
      ...ended.map(({ code, validFrom, validTo }) => row(code, validFrom < validTo ? before(validTo) : null)),
      row('152101', '1981-12-31'),
      row('152101', null),
      row('999999', '2020-01-01'),
      ...(part === 'abolished' ? early : []),
    ],
    bad: [...ended.map(({ code, validTo }) => row(code, validTo)), ...(part === 'both' ? early : [])],
  }
}

export function postcodeExamples(field: string): Examples {
  return values(
    field,
    ['010010', '137400', '860000', '999077', '999078'],
    ['10010', '0100100', '000000', '870000', '999079', 'O10010'],
  )
}

export function postcodeDivisionExamples(field: string, division: string): Examples {
  const row = (postcode: string, code: string | null): ExampleRow => ({ [field]: postcode, [division]: code })
  return {
    good: [
      row('010010', '150102'),
      row('028000', '150502'),
      row('137400', '152201'),
      row('162850', '150722'),
      row('100000', null),
      row('x', '150102'),
    ],
    bad: [row('100000', '150102'), row('137400', '150102'), row('162850', '152201'), row('162850', '150102')],
  }
}

export function addressShortExamples(field: string, min: number): Examples {
  return values(
    field,
    ['长'.repeat(min)],
    ['长'.repeat(min - 1)].filter((text) => text !== ''),
  )
}

export function addressPlaceholderExamples(field: string): Examples {
  return values(
    field,
    ['新城区海拉尔大街1号', '无锡路9号', '测试路口向东一百米处的院子'],
    [
      '不详',
      '无',
      '测试',
      '测试地址',
      '地址不详',
      '无固定住所',
      '同户籍地',
      '详见合同',
      '12345',
      '---',
      'xxx',
      'n/a',
    ],
  )
}

export function addressDivisionExamples(field: string, division: string): Examples {
  const row = (address: string, code: string | null): ExampleRow => ({ [field]: address, [division]: code })
  return {
    good: [
      row('内蒙古自治区呼和浩特市新城区海拉尔大街1号', '150102'),
      row('呼和浩特市新城区', '150100'),
      row('新城区呼伦贝尔北路3号', '150102'),
      row('哲里木盟科尔沁右翼前旗', null),
      row('通辽市开鲁县', '150523'),
      row('哲里木盟开鲁县', '150523'),
      row('海拉尔市中央街', '150702'),
      row('包头市青山区、东河区', '150202'),
      row('湖北省武汉市青山区', '150102'),
      row('北京市朝阳区', '150102'),
      row('包头市', '150000'),
      row('某街1号', '150102'),
    ],
    bad: [
      row('内蒙古自治区包头市青山区1号', '150102'),
      row('包头市钢铁大街', '150102'),
      row('呼和浩特市玉泉区大南街', '150102'),
      row('玉泉区大南街', '150102'),
      row('玉泉区大南街', '150200'),
      row('呼伦贝尔盟海拉尔市', '150102'),
      row('满洲里市一道街', '150702'),
    ],
  }
}

export function coordinatesExamples(
  field: string,
  { latitude, part }: Extract<Test, { kind: 'coordinates' }>,
): Examples {
  const row = (east: string, north: string | null): ExampleRow => ({ [field]: east, [latitude]: north })
  const good = [
    row('111.6708', '40.8183'),
    row('97', '37'),
    row('127', '54'),
    row('１１１.６', '４０.８'),
    row('111.6', null),
  ]
  const bad = {
    invalid: [
      row('东经111', '40'),
      row('111.6', '北纬40'),
      row('181', '40'),
      row('200', '100'),
      row('111.6°', null),
    ],
    zero: [row('0', '0'), row('111.6', '0.000'), row('0', '40.8')],
    swapped: [row('40.8183', '111.6708'), row('37', '97'), row('54', '127')],
    range: [
      row('96.9', '40'),
      row('127.1', '40'),
      row('111', '36.9'),
      row('111', '54.1'),
      row('-111.6', '40.8'),
    ],
  }
  return { good, bad: bad[part] }
}
