import { sql } from 'kysely'
import { z } from 'zod'
import { ruleOnField } from '../../../catalog/rule_base.ts'
import type { Expression } from '../../../warehouse/engine/relation.ts'
import {
  emailShape,
  letter,
  organisationNoise,
  organisationPlaceholder,
  personCharacters,
  personPlaceholder,
} from '../../facts/texts.ts'
import { helper } from '../../normalise/level.ts'
import { hasShape, isOutside } from '../../reference/context.ts'
import { type Examples, values } from '../example.ts'
import { type Add, rowKind, rowTest, violation } from '../kind.ts'
import { fully, outside, somewhere } from '../matching.ts'

/** The pattern is found somewhere in what was received. */
const patternTest = rowTest<{ pattern: string }>('pattern', {
  bad: (field, { pattern }) => sql`not ${somewhere(helper(field, 'text'), pattern)}`,
  broken: ({ text }, { pattern }) => !new RegExp(pattern, 'u').test(text),
})

export const pattern = rowKind(
  'pattern',
  { ...ruleOnField, pattern: z.string() },
  {
    faultsOf: (rule) =>
      isPattern(rule.pattern)
        ? []
        : [{ what: 'rule_bad_pattern', fields: { field: rule.field, pattern: rule.pattern } }],
    codes: {
      'pattern.mismatch': violation('reject', 'data_standard', {
        'zh-CN': '不符合规定的编号格式',
        en: 'The value does not match the prescribed pattern',
      }),
    },
    tests: [patternTest],
    declare(rule, { add, options }) {
      add(rule.field, 'pattern.mismatch', patternTest.of({ pattern: rule.pattern }), options)
    },
  },
)

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u').source !== ''
  } catch {
    return false
  }
}

/** No fewer and no more characters (code points) than allowed. */
export const lengthTest = rowTest<{ min?: number | undefined; max?: number | undefined }>('length', {
  bad: (field, limits) => outside(sql`length(${helper(field, 'text')})`, limits),
  broken: ({ text }, limits) => isOutside([...text].length, limits),
  examples(field, { min, max }) {
    const text = (length: number) => '长'.repeat(length)
    const good = [...(min ? [text(min)] : []), ...(max ? [text(max)] : [])]
    const bad = [...(min && min > 1 ? [text(min - 1)] : []), ...(max ? [text(max + 1)] : [])]
    return values(field, good, bad)
  },
})

export const length = rowKind(
  'length',
  { ...ruleOnField, min: z.number().int().optional(), max: z.number().int().optional() },
  {
    codes: {
      'length.outside': violation('reject', 'data_standard', {
        'zh-CN': '长度超出规定范围',
        en: 'The length lies outside its limits',
      }),
    },
    tests: [lengthTest],
    declare({ field, min, max }, { add, options }) {
      add(field, 'length.outside', lengthTest.of({ min, max }), options)
    },
  },
)

interface Name {
  of: 'person' | 'organisation'
  part: 'placeholder' | 'characters'
}

/** No text in the place of a name; no characters that names do not have. */
const nameTest = rowTest<Name>('name', {
  bad: (field, { of, part }) => nameBad(field, of, part),
  broken: ({ text }, { of, part }) => nameBroken(text, of, part),
  examples: (field, test) => nameExamples(field, test),
  judgesBy: [personPlaceholder, personCharacters, organisationPlaceholder, organisationNoise, letter],
})

/** A text in the place of a name; characters that names do not have. */
function nameBad(
  field: string,
  of: 'person' | 'organisation',
  part: 'placeholder' | 'characters',
): Expression {
  const text = helper(field, 'text')
  if (part === 'placeholder')
    return fully(text, of === 'person' ? personPlaceholder : organisationPlaceholder)
  if (of === 'person') return sql`not ${fully(text, personCharacters)}`
  return sql`(${somewhere(text, organisationNoise)} or not ${somewhere(text, letter)})`
}

function nameBroken(
  text: string,
  of: 'person' | 'organisation',
  part: 'placeholder' | 'characters',
): boolean {
  if (part === 'placeholder')
    return hasShape(text, of === 'person' ? personPlaceholder : organisationPlaceholder)
  if (of === 'person') return !hasShape(text, personCharacters)
  return new RegExp(organisationNoise, 'u').test(text) || !new RegExp(letter, 'u').test(text)
}

const people = [
  '巴特尔',
  '张伟',
  '欧阳娜娜',
  '孛儿只斤·巴图',
  '阿拉坦敖其尔·那仁满都拉·斯琴巴特尔',
  '乌云其其格•萨仁',
  '约翰·F·肯尼迪',
  '㐂田',
  '〇',
  '𠮷野',
  'John Smith',
  "Mary-Ann O'Neil",
  'ᠪᠠᠲᠤ',
]

const organisations = [
  '内蒙古蒙源乳业有限责任公司',
  '测绘院',
  'ABC公司',
  '北京2008商贸有限公司',
  '无锡商会',
  '呼和浩特市（新城区）商行',
]

function nameExamples(field: string, test: Name): Examples {
  if (test.of === 'person') {
    return test.part === 'placeholder'
      ? values(field, people, [
          ...[
            '测试',
            '测试01',
            '张三测试',
            '无名氏',
            '佚名',
            '未知',
            '不详',
            '无',
            '暂无',
            '待补',
            '张某',
            '欧阳某某',
            '某某',
          ],
          ...[
            '张*',
            '李＊＊',
            'XXX',
            'test',
            'TEST1',
            'Null',
            'n/a',
            '-',
            '李某之女',
            '乌云之子',
            '男婴',
            '新生儿',
          ],
        ])
      : values(field, people, [
          ...[
            '张伟1',
            '12345',
            '张 伟',
            '张伟A',
            'Ａ伟',
            '张伟（男）',
            '张?',
            '孛儿只斤··巴图',
            '·巴图',
            '巴图·',
            '张\u200b伟',
          ],
        ])
  }
  return test.part === 'placeholder'
    ? values(field, organisations, [
        '测试',
        '测试公司',
        '无',
        '不详',
        '无单位',
        '单位名称',
        'XXX',
        'none',
        '某公司',
        '-',
      ])
    : values(field, organisations, [
        '12345',
        '—（）',
        '内蒙古?公司',
        '公\u200b司',
        '公司\ufffd',
        '公司\u0001',
        '<公司>',
      ])
}

const nameCodes = {
  'name.placeholder': violation('warn', 'dirty_data', {
    'zh-CN': '姓名或名称为占位文字，或已被遮盖（如“测试”“无名氏”“张某”“张*”）',
    en: 'The name is a placeholder, or part of it is hidden',
  }),
  'name.characters': violation('warn', 'dirty_data', {
    'zh-CN': '姓名或名称含有不应有的字符（数字、空格、全角字母、不可见字符等）',
    en: 'The name has characters that names do not have: digits, spaces, full-width letters, invisible marks',
  }),
}

/** Placeholders, and characters that the name of a person or an organisation does not have. */
export function addName(
  field: string,
  of: Name['of'],
  add: Add<keyof typeof nameCodes>,
  severity?: 'warn' | 'reject' | 'block',
): void {
  add(field, 'name.placeholder', nameTest.of({ of, part: 'placeholder' }), { severity })
  add(field, 'name.characters', nameTest.of({ of, part: 'characters' }), { severity })
}

export const name = rowKind(
  'name',
  { ...ruleOnField, of: z.enum(['person', 'organisation']) },
  {
    typesOf: ({ field }) => [[field, ['personName', 'text']]],
    codes: nameCodes,
    tests: [nameTest],
    declare({ field, of, severity }, { add }) {
      addName(field, of, add, severity)
    },
  },
)

/** An address of electronic mail. */
const emailTest = rowTest('email', {
  bad: (field) => sql`not ${fully(helper(field, 'text'), emailShape)}`,
  broken: ({ text }) => !hasShape(text, emailShape),
  examples: (field) =>
    values(
      field,
      ['a@b.cn', 'zhang.wei+x@mail.nmg.gov.cn', '10086@139.com', "o'neil@x-y.org"],
      ['a@b', '@b.cn', 'a.b.cn', 'a@@b.cn', 'a @b.cn', 'a@b..cn', '张@b.cn', 'a@b.c'],
    ),
  judgesBy: emailShape,
})

export const email = rowKind('email', ruleOnField, {
  typesOf: ({ field }) => [[field, ['text']]],
  codes: {
    'email.shape': violation('warn', 'format_compliance', {
      'zh-CN': '电子邮箱格式不规范',
      en: 'The e-mail address does not have a known shape',
    }),
  },
  tests: [emailTest],
  declare({ field }, { add, options: { severity, as } }) {
    add(field, 'email.shape', emailTest.of({}), { severity, as })
  },
})
