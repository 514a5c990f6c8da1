import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { divisions } from './data/divisions.ts'
import {
  cities,
  cityOf,
  currentDivisionCodes,
  divisionAt,
  historicalDivisions,
  resolveDivision,
} from './divisions.ts'

const current = divisions.filter((division) => !division.successor)
const counties = current.filter((division) => division.level === 'county')
/** Counties whose districts belong to several of today: 赤峰市 and 赤峰县 of 1983. */
const divided = ['152401', '152427']

describe('divisions of the region', () => {
  it('has one region, 12 leagues and cities, 103 banners and counties', () => {
    expect(current.filter((division) => division.level === 'region')).toHaveLength(1)
    expect(cities).toHaveLength(12)
    expect(counties).toHaveLength(103)
    expect(currentDivisionCodes).toHaveLength(116)
  })

  it('has as many counties under each city as the region publishes', () => {
    const counts = cities.map((city) => counties.filter((county) => county.parent === city.code).length)
    expect(counts).toEqual([9, 9, 3, 12, 8, 9, 14, 7, 11, 6, 12, 3])
  })

  it('has no code twice, six digits each, and no placeholder or statistical zone', () => {
    expect(new Set(divisions.map((division) => division.code)).size).toBe(divisions.length)
    for (const { code } of divisions) expect(code).toMatch(/^15\d{4}$/)
    for (const extra of ['150101', '150172', '150271', '150571', '152571', '152971']) {
      expect(resolveDivision(extra)).toBeUndefined()
    }
  })

  it('puts every county under the city whose four digits it shares', () => {
    for (const county of divisions.filter((division) => division.level === 'county')) {
      expect(county.parent).toBe(`${county.code.slice(0, 4)}00`)
    }
  })

  it('leads every abolished code to a current one of the same level, in force when the old one ended', () => {
    expect(new Set(historicalDivisions.map(({ code }) => code.slice(0, 4)))).toEqual(
      new Set(['1521', '1523', '1524', '1525', '1526', '1527', '1528']),
    )
    for (const former of divisions.filter((division) => division.successor)) {
      const successor = resolveDivision(former.code)
      expect(successor?.code).toBe(former.successor)
      expect(successor?.level, former.code).toBe(divided.includes(former.code) ? 'city' : former.level)
      expect(former.validFrom < (former.validTo ?? '')).toBe(true)
    }
  })

  it('leads an abolished county to the current one of its name; these alone were renamed or merged', () => {
    const renamed = divisions.filter(
      (former) => former.successor && former.name !== resolveDivision(former.code)?.name,
    )
    for (const former of renamed) expect(counties.map((county) => county.name)).not.toContain(former.name)
    const counted = renamed.filter((former) => former.level === 'county')
    expect(counted.map((former) => `${former.name}→${resolveDivision(former.code)?.name}`)).toEqual([
      '赤峰县→赤峰市',
      '海拉尔市→海拉尔区',
      '布特哈旗→扎兰屯市',
      '喜桂图旗→牙克石市',
      '额尔古纳右旗→额尔古纳市',
      '额尔古纳左旗→根河市',
      '通辽市→科尔沁区',
      '通辽县→科尔沁区',
      '集宁市→集宁区',
      '丰镇县→丰镇市',
      '东胜市→东胜区',
      '东胜县→东胜区',
      '临河市→临河区',
      '临河县→临河区',
      '阿巴哈纳尔旗→锡林浩特市',
    ])
  })
})

describe('looking up', () => {
  it('knows what a code meant on a day', () => {
    expect(divisionAt('152724', '1995-06-01')?.name).toBe('鄂托克前旗')
    expect(divisionAt('152724', '2001-02-26')).toBeUndefined()
    expect(divisionAt('150623', '2001-02-25')).toBeUndefined()
    expect(divisionAt('150623', '2001-02-26')?.name).toBe('鄂托克前旗')
    expect(divisionAt('110000', '2020-01-01')).toBeUndefined()
    expect(divisionAt('152425', '1982-06-01')?.name).toBe('克什克腾旗')
    expect(divisionAt('152425', '1984-01-01')).toBeUndefined()
  })

  it('knows what a code was called on a day', () => {
    const names = (code: string, ...days: string[]) => days.map((day) => divisionAt(code, day)?.name)
    expect(names('150105', '1999-12-31', '2000-01-01')).toEqual(['郊区', '赛罕区'])
    expect(names('150205', '1998-12-31', '1999-01-01')).toEqual(['石拐矿区', '石拐区'])
    expect(names('150207', '1998-12-31', '1999-01-01')).toEqual(['郊区', '九原区'])
    expect(names('150404', '1992-12-31', '1993-01-01')).toEqual(['郊区', '松山区'])
    expect(names('150404', '1982-12-31')).toEqual([undefined])
  })

  it('knows when the codes in force began', () => {
    const first = (code: string) => divisions.find((division) => division.code === code)?.validFrom
    expect(['150000', '150200', '150221'].map(first)).toEqual(Array(3).fill('1982-01-01'))
    expect(['150202', '150400', '150421'].map(first)).toEqual(Array(3).fill('1983-01-01'))
    expect(['150702', '150703', '150603'].map(first)).toEqual(['2001-10-10', '2013-01-01', '2016-01-01'])
  })

  it('finds the city of counties, cities and abolished codes', () => {
    expect(cityOf('150102')).toBe('150100')
    expect(cityOf('152900')).toBe('152900')
    expect(cityOf('152622')).toBe('150100')
    expect(cityOf('152633')).toBe('150200')
    expect(cityOf('152100')).toBe('150700')
    expect(['152400', '152401', '152427', '152430'].map(cityOf)).toEqual(Array(4).fill('150400'))
    expect(cityOf('152521')).toBe('152500')
    expect(cityOf('150000')).toBeUndefined()
    expect(cityOf('990000')).toBeUndefined()
  })

  it('answers any text without failing, and resolves to itself once resolved', () => {
    const codes = fc.oneof(fc.constantFrom(...divisions.map((division) => division.code)), fc.string())
    fc.assert(
      fc.property(codes, (code) => {
        const resolved = resolveDivision(code)
        if (!resolved) return cityOf(code) === undefined
        return resolveDivision(resolved.code) === resolved && currentDivisionCodes.includes(resolved.code)
      }),
    )
  })
})
