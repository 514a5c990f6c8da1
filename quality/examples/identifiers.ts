import type { CitizenIdForm } from '../../catalog/rule.ts'
import { orgCodeCheck, usccCheck } from '../check_digits.ts'
import { leagues, provinces } from '../facts/places.ts'
import { usccCategories } from '../facts/uscc.ts'
import type { Test } from '../rules/index.ts'
import { type Examples, values } from './example.ts'
import { citizenId, licenceId, spoilt, uscc } from './numbers.ts'

const people = [
  '150102190001010018',
  '152921200002290024',
  '152622198506150033',
  '150723199912310041',
  '81000019980902013X',
  '932682198501010017',
  '33010219200403064X',
  '33010219200403064x',
  '１５０１０２１９０００１０１００１８',
  '150102880730303',
  citizenId('150102', '19900101', '917'),
]
/** Numbers of no shape: nothing else is said of them. */
const shapeless = ['T60426199101010078', '9T0426199101010078', '15010288073030X', '1501021990010100']
const forms: Record<CitizenIdForm, string[]> = {
  mainland: ['150102190001010018', '33010219200403064X'],
  legacy: ['150102880730303'],
  hongkong: ['81000019980902013X'],
  macao: [citizenId('820000', '19980902')],
  taiwan: [citizenId('830000', '19980902')],
  foreign: ['932682198501010017'],
}

/** Of the first 17 digits, each one off by one; the right check character is that of the sound number. */
function digitsOff(id: string): string[] {
  return Array.from({ length: 17 }, (_, at) => spoilt(id, at, String((Number(id.charAt(at)) + 1) % 10)))
}

export function citizenIdExamples(
  field: string,
  part: Extract<Test, { kind: 'citizenId' }>['part'],
): Examples {
  switch (part) {
    case 'shape':
      return values(
        field,
        [...people, '360426199101010072', '36042619910102009X', '150102880230303'],
        [
          'T60426199101010078',
          '3301022011022000D6',
          '15010219000101001',
          '1501021900010100180',
          '15010219000101001Y',
          '15010288073030X',
          '1501028807303',
        ],
      )
    case 'date':
      return values(
        field,
        [...people, ...shapeless, citizenId('150102', '20260902')],
        [
          '360426199113010079',
          '36042619911301007X',
          citizenId('150102', '20190229'),
          citizenId('150102', '19000229'),
          citizenId('150102', '20190431'),
          citizenId('150102', '20260903'),
          citizenId('150102', '20190100'),
          citizenId('150102', '17991231'),
          '150102880230303',
        ],
      )
    case 'check':
      return values(
        field,
        [...people, ...shapeless],
        [
          '360426199101010072',
          '36042619910102009X',
          ...digitsOff('150723199912310041'),
          '15010219000101001X',
        ],
      )
    case 'place': {
      const known = [
        ...provinces.filter((each) => each !== '15' && !/^8/.test(each)).map((each) => `${each}0102`),
      ]
      const own = leagues.map((league) => `${league}99`)
      const numbers = [...known, ...own, '810000', '820000', '830000'].map((place) =>
        citizenId(place, '19900101'),
      )
      const foreign = provinces.map((province) => citizenId(`9${province}840`, '19900101'))
      const unknown = [
        '159901',
        '153021',
        '170102',
        '280102',
        '810001',
        '840000',
        '010102',
        '990426',
        '917840',
      ]
      return values(
        field,
        [...people, ...shapeless, ...numbers, ...foreign],
        [
          ...unknown.map((place) => citizenId(place, '19900101')),
          ...['990426199112010070', '99042619911201007X', '990426911201007'],
        ],
      )
    }
    case 'age':
      return values(
        field,
        [...people, ...shapeless, citizenId('150102', '18960902')],
        [
          citizenId('150102', '18960901'),
          citizenId('150102', '18000101'),
          '150102188001010010',
          '15010218800101001X',
        ],
      )
  }
}

export function citizenFormExamples(field: string, accepted: readonly CitizenIdForm[]): Examples {
  const of = (wanted: boolean) =>
    Object.entries(forms).flatMap(([form, ids]) =>
      accepted.includes(form as CitizenIdForm) === wanted ? ids : [],
    )
  const bad = of(false)
  return values(field, [...of(true), ...shapeless], bad)
}

/** A sound code with this check character. */
function endingIn(check: string): string {
  const codes = Array.from({ length: 100 }, (_, at) => uscc('91', '150100', `MATEA${100 + at}`))
  return codes.find((each) => each.endsWith(check)) ?? ''
}

/** Sound codes with a letter at every place that may have one, and at their end. */
const lettered = [
  ...[...'AHJNPRTUWY'].map((letter) => uscc(letter.repeat(2), '150100', letter.repeat(8))),
  ...[...'AJPTW'].map(endingIn),
]

const entities = [
  '11150000TEAT00015W',
  '91150100MATEAT0143',
  '52150200MJATEAT108',
  'N2150121MF00TE01XP',
  endingIn('0'),
  uscc('91', '152921'),
  '93152500MACTE001X3',
  '91150100mateat0143',
]

export function usccExamples(field: string, part: Extract<Test, { kind: 'uscc' }>['part']): Examples {
  const sound = entities[1] ?? ''
  switch (part) {
    case 'shape':
      return values(
        field,
        [...entities, uscc('A1'), uscc('Y1')],
        [
          '9111000060003IOZSV',
          '12345',
          '9115010XMATEAT0143',
          '91150100MATEAT014',
          '91150100MATEAT01433',
          '911501O0MATEAT0143',
          '91150100MATEAS0143',
        ],
      )
    case 'check': {
      const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
      const next = (at: number) => alphabet.charAt((alphabet.indexOf(sound.charAt(at)) + 1) % 31)
      const off = Array.from({ length: 18 }, (_, at) => at).filter((at) => at < 2 || at > 7)
      return values(
        field,
        [...entities, ...lettered],
        [
          '91110000600037341N',
          'A1110000600037341L',
          ...off.map((at) => spoilt(sound, at, next(at))),
          ...[2, 3, 4, 5, 6, 7].map((at) => spoilt(sound, at, String((Number(sound.charAt(at)) + 1) % 10))),
        ],
      )
    }
    case 'org_code': {
      const wrong = Array.from({ length: 9 }, (_, at) => {
        const others = [...'0123456789'].map((by) => spoilt(sound.slice(0, 17), 8 + at, by))
        const off = others.find((each) => orgCodeCheck(each.slice(8)) !== each.charAt(16)) ?? ''
        return off + usccCheck(off)
      })
      return values(
        field,
        [...entities, uscc('91', '150100', '00000000'), uscc('91', '150100', 'A0000000')],
        wrong,
      )
    }
    case 'category':
      return values(
        field,
        usccCategories.map((pair) => uscc(pair)),
        ['14', '22', '57', '94', 'A2', 'N4', 'Y2', 'B1'].map((pair) => uscc(pair)),
      )
    case 'place': {
      const known = ['100000', ...provinces.filter((each) => each !== '15').map((each) => `${each}0000`)]
      const own = leagues.map((league) => `${league}99`)
      const good = [...known, ...own].map((place) => uscc('91', place))
      return values(
        field,
        [...good, uscc('A1', '990000')],
        ['990000', '159900', '170000', '000000'].map((place) => uscc('91', place)),
      )
    }
  }
}

export function authorityExamples(field: string, authorities: readonly string[]): Examples {
  const all = [...new Set(usccCategories.map((pair) => pair.charAt(0)))]
  const of = (starts: readonly string[]) => starts.map((start) => uscc(`${start}1`))
  return values(field, of(authorities), of(all.filter((start) => !authorities.includes(start))))
}

export function usccRegisterExamples(field: string, categories: readonly string[]): Examples {
  const held = (pair: string) => categories.some((start) => pair.startsWith(start))
  return values(
    field,
    usccCategories.filter(held).map((pair) => uscc(pair)),
    usccCategories.filter((pair) => !held(pair)).map((pair) => uscc(pair)),
  )
}

export function usccKindExamples(field: string, test: Extract<Test, { kind: 'usccKind' }>): Examples {
  const row = (word: string, pair: string) => ({ [field]: word, [test.uscc]: uscc(pair) })
  const fits = (pair: string, categories: string[]) => categories.some((start) => pair.startsWith(start))
  return {
    good: test.kinds.flatMap(({ word, categories }) =>
      usccCategories.filter((pair) => fits(pair, categories)).map((pair) => row(word, pair)),
    ),
    bad: test.kinds.flatMap(({ word, categories }) =>
      usccCategories.filter((pair) => !fits(pair, categories)).map((pair) => row(`某${word}`, pair)),
    ),
  }
}

export function orgCodeExamples(field: string, part: 'shape' | 'check'): Examples {
  const good = ['MATEAT014', 'MATEAT01-4', 'mateat01-4', 'TEAT00015', '000000000', 'D2143569-X', 'd2143569x']
  if (part === 'shape')
    return values(field, good, ['MATEAT01', 'MATEAT0-14', 'MATEAT01--4', '12345678-Y', 'MATE T014'])
  return values(field, good, [
    'MATEAT015',
    'D2143569-0',
    ...Array.from({ length: 8 }, (_, at) => {
      const others = [...'0123456789'].map((by) => spoilt('MATEAT014', at, by))
      return others.find((each) => orgCodeCheck(each) !== '4') ?? ''
    }),
  ])
}

export function orgCodeOfExamples(field: string, other: string): Examples {
  const row = (code: string, credit: string | null) => ({ [field]: code, [other]: credit })
  const sound = '91150100MATEAT0143'
  return {
    good: [row('MATEAT014', sound), row('mateat01-4', sound), row('TEAT00015', null), row('x', sound)],
    bad: [row('TEAT00015', sound), row('D2143569-X', sound)],
  }
}

const licence = '1.2.156.3005.2.11100000000013338W011.11150000TEAT00015W.TEST2026000001.001.A'

export function licenceIdExamples(field: string, part: 'shape' | 'check' | 'authority' | 'serial'): Examples {
  const sound = [
    licence,
    licence.toLowerCase(),
    licenceId('11100000000013338W999', 'X', '123456789', '002'),
    licenceId('11150000TEAT00015W001'),
    ...entities.slice(0, 7).map((entity) => licenceId(`${entity}001`)),
  ]
  switch (part) {
    case 'shape':
      return values(field, sound, [
        licence.replace('.001.', '.01.'),
        licence.replace('TEST2026000001', 'T'.repeat(33)),
        licence.replace('1.2.156', '1.2.840'),
        licence.replace('11100000000013338W', '11100000000013338I'),
        `${licence}.`,
      ])
    case 'check':
      return values(field, sound, [
        licence.replace(/A$/, 'B'),
        licence.replace('TEST2026000001', 'TEST2026000010'),
        licence.replace('.001.', '.002.'),
        licence.replace('W011', 'W012'),
        licence.replace('TEAT00015W.', 'TEAT00015X.'),
      ])
    case 'authority':
      return values(field, sound, [
        licenceId('11100000000013338X011'),
        licenceId('91110000600037341N001'),
        licenceId(`${uscc('91').slice(0, 16)}0Y001`),
      ])
    case 'serial':
      return values(
        field,
        [...sound, licenceId('11100000000013338W999', 'X', 'T'.repeat(32), '002')],
        ['2026001', '12345678', '1'].map((serial) => licenceId('11100000000013338W999', 'X', serial, '002')),
      )
  }
}

export function licencePartExamples(field: string, test: Extract<Test, { kind: 'licencePart' }>): Examples {
  const row = (value: string, id: string | null = licence) => ({ [field]: value, [test.id]: id })
  const [own, other] =
    test.part === 'type'
      ? ['11100000000013338W011', '11150000TEAT00015W']
      : ['11150000TEAT00015W', '11100000000013338W']
  return {
    good: [row(own), row(own.toLowerCase()), row(other, null), row(other, 'x')],
    bad: [row(other), row(`${own}1`)],
  }
}

export function subjectIdExamples(field: string, test: Extract<Test, { kind: 'subjectId' }>): Examples {
  const row = (kind: string | null, id: string) => ({ [test.kindField]: kind, [field]: id })
  const good = [
    row('1', '150102190001010018'),
    row('1', '150102880730303'),
    row('2', '91150100mateat0143'),
    row(null, 'x'.repeat(18)),
  ]
  const bad = {
    shape: [
      row('1', '91150100MATEAT0143'),
      row('2', '12345'),
      row('2', '150102880730303'),
      row(null, '12345'),
    ],
    date: [row('1', '360426199113010079')],
    check: [row('1', '360426199101010072'), row('2', '91110000600037341N'), row('2', '150102190001010018')],
  }
  return { good, bad: bad[test.part] }
}
