import { sql } from 'kysely'
import { z } from 'zod'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import { replaceMatch } from '../../../warehouse/engine/functions.ts'
import { foldedText, hasShape } from '../../reference/context.ts'
import { values } from '../example.ts'
import { rowKind, rowTest, violation } from '../kind.ts'
import { folded, fully } from '../matching.ts'

/** Of an ordinary plate (five characters after the place), and of one for vehicles of new energy (six). */
const plateSorts = ['ordinary', 'newEnergy'] as const
type PlateSort = (typeof plateSorts)[number]

/** Provinces as plates write them. */
const provinces = '京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新'
/** Letters of offices and of serial numbers: I and O would be read as 1 and 0. */
const letter = '[A-HJ-NP-Z]'
const sign = '[0-9A-HJ-NP-Z]'
/** The letters that mark new energy: purely electric A to E, other F to K. */
const energy = '[A-HJK]'
/** What stands last on plates of trailers, learners, the police, and of vehicles of Hong Kong and Macao. */
const last = '[挂学警港澳]'

/** Shapes of GA 36-2018, without the dot between place and serial number; for RE2 and JavaScript alike. */
const shapes: Record<PlateSort, string> = {
  ordinary: `[${provinces}]${letter}(${sign}{5}|${sign}{4}${last})`,
  newEnergy: `[${provinces}]${letter}(${energy}${sign}[0-9]{4}|[0-9]{5}${energy})`,
}

const shapeOf = (sorts: readonly PlateSort[]): string => sorts.map((sort) => shapes[sort]).join('|')

/** Plates as people write them: a dot, a blank or a hyphen after the place does not count. */
const gap = '[ ·•.-]'

const plateTest = rowTest<{ sorts: readonly PlateSort[] }>('vehiclePlate', {
  bad: (field, { sorts }) =>
    sql`not ${fully(replaceMatch(folded(field), `^(..)${gap}`, '\\1'), shapeOf(sorts))}`,
  broken: ({ text }, { sorts }) => !sorts.some((sort) => isPlate(text, sort)),
  examples(field, { sorts }) {
    const others = plateSorts.filter((sort) => !sorts.includes(sort)).flatMap((sort) => examples[sort])
    return values(
      field,
      sorts.flatMap((sort) => examples[sort]),
      [...others, ...shapeless],
    )
  },
  judgesBy: shapes,
})

/** The reference, character by character. */
function isPlate(text: string, sort: PlateSort): boolean {
  const [place = '', office = '', ...rest] = [...foldedText(text)]
  const serial = rest.length > 1 && hasShape(rest[0] ?? '', gap) ? rest.slice(1) : rest
  if (!provinces.includes(place) || place === '' || !isLetter(office)) return false
  if (sort === 'ordinary') {
    const [end = '', head] = [serial.at(-1), serial.slice(0, -1)]
    return serial.length === 5 && head.every(isSign) && (isSign(end) || '挂学警港澳'.includes(end))
  }
  if (serial.length !== 6) return false
  const digits = (part: string[]) => part.every((each) => each >= '0' && each <= '9')
  const isMarked = (each = '') => each !== '' && 'ABCDEFGHJK'.includes(each)
  const small = isMarked(serial[0]) && isSign(serial[1] ?? '') && digits(serial.slice(2))
  return small || (isMarked(serial[5]) && digits(serial.slice(0, 5)))
}

const isLetter = (each: string): boolean =>
  each.length === 1 && each >= 'A' && each <= 'Z' && each !== 'I' && each !== 'O'
const isSign = (each: string): boolean => isLetter(each) || (each >= '0' && each <= '9' && each.length === 1)

const examples: Record<PlateSort, string[]> = {
  ordinary: [
    '蒙A12345',
    '蒙A·B2C45',
    '蒙D1234挂',
    '京A0006警',
    '粤Z1234港',
    '蒙B1234学',
    '蒙A 99Z99',
    '蒙Ａ12345',
  ],
  newEnergy: ['蒙AD12345', '蒙A·DA2345', '蒙AF12345', '蒙A12345D', '蒙A12345F', '粤BK12345', '蒙K00001K'],
}

const shapeless = [
  ...['蒙A1234', '蒙A1234567', '蒙112345', '蒙I12345', '蒙O12345', 'A12345', '蒙A12I45', '蒙A1234O'],
  ...[
    '华A12345',
    '蒙A挂1234',
    '蒙AL12345',
    '蒙AD1234A',
    '蒙A1234LD',
    '蒙A··12345',
    '无牌',
    '12345',
    '蒙a12345',
  ],
]

/** Number plates of GA 36: of vehicles in general, and of those of new energy. `sorts`: those that the register holds. */
export const vehiclePlate = rowKind(
  'vehiclePlate',
  { ...ruleOnField, sorts: z.array(z.enum(plateSorts)).min(1).default(['ordinary', 'newEnergy']) },
  {
    typesOf: ({ field }) => [[field, ['text']]],
    codes: {
      'vehicle_plate.shape': violation('warn', 'format_compliance', {
        'zh-CN': '机动车号牌号码不符合规定的格式（GA 36）',
        en: 'The number plate does not have a shape of GA 36',
      }),
    },
    tests: [plateTest],
    declare({ field, sorts }, { add, options }) {
      add(field, 'vehicle_plate.shape', plateTest.of({ sorts }), options)
    },
  },
)
