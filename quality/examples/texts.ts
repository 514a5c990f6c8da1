import type { Test } from '../rules/index.ts'
import { type Examples, values } from './example.ts'

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

export function nameExamples(field: string, test: Extract<Test, { kind: 'name' }>): Examples {
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

export function phoneExamples(field: string): Examples {
  return values(
    field,
    [
      '13800138000',
      '+8613800138000',
      '86-13800138000',
      '0471-1234567'.replace('1234567', '2234567'),
      '22345678',
      '047122345678-123',
      '１３８００１３８０００',
      '0086 138 0013 8000',
      '（0471）691-2345转801',
      '+86 (0)471-6912345',
    ],
    ['1234567890123', '123', '99999999999', '12800138000', '1380013800', '138001380000', '047-12345', '电话'],
  )
}

export function phoneImplausibleExamples(field: string): Examples {
  return values(
    field,
    ['13800138000', '13800000001', '0471-2234567', '13912345679'],
    [
      '13800000000',
      '13911111111',
      '8618899999999',
      '13812345678',
      '0471-2222222',
      '88888888',
      '047166666666-1',
    ],
  )
}

export function phoneKindExamples(field: string, accept: 'mobile' | 'landline'): Examples {
  const [mobile, landline] = [
    ['13800138000', '+8613800138000'],
    ['0471-2234567', '22345678'],
  ]
  return accept === 'mobile' ? values(field, mobile, landline) : values(field, landline, mobile)
}

export function emailExamples(field: string): Examples {
  return values(
    field,
    ['a@b.cn', 'zhang.wei+x@mail.nmg.gov.cn', '10086@139.com', "o'neil@x-y.org"],
    ['a@b', '@b.cn', 'a.b.cn', 'a@@b.cn', 'a @b.cn', 'a@b..cn', '张@b.cn', 'a@b.c'],
  )
}
