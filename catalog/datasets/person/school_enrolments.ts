import { defineDataset } from '../../dataset.ts'
import {
  birthDateCopy,
  citizenKey,
  heldBy,
  nameCopy,
  named,
  own,
  personalData,
  sexCopy,
  updatedAt,
  usualRules,
} from '../parts.ts'

const enrolment = own('school_enrolment')

/** 学籍 (Article 13, item 7): one row a person and student number. */
export const schoolEnrolments = defineDataset({
  id: 'school_enrolments',
  name: named('学生学籍信息', 'School enrolments'),
  abstract: named(
    '幼儿园至高等教育的学籍注册和变动，由教育部门和学校采集。',
    'Enrolment from kindergarten to higher education, collected by education departments and schools.',
  ),
  article: '13(7)',
  foundation: 'person',
  form: 'file',
  ...heldBy('education'),
  ...personalData({
    basis: named(
      '《中华人民共和国教育法》；《中华人民共和国个人信息保护法》第三十一条',
      'Education Law; Personal Information Protection Law, Article 31',
    ),
  }),
  updateCycle: 'monthly',
  levels: ['region', 'county'],
  key: 'citizen_id',
  recordKey: ['student_no'],
  eventTime: 'updated_at',
  fields: [
    citizenKey('学生身份证号'),
    nameCopy,
    sexCopy,
    birthDateCopy,
    enrolment('student_no', '学籍号', { aliases: ['全国学籍号'], required: true }),
    enrolment('school_name', '学校名称', { required: true }),
    enrolment('stage', '学段', {
      aliases: ['学段代码'],
      required: true,
      mapping: { YEY: '1', XX: '2', CZ: '3', GZ: '4', ZZ: '5', DZ: '6', BK: '7', YJS: '8', TJ: '9' },
    }),
    enrolment('enrolled_on', '入学日期', { aliases: ['入学年月'], required: true }),
    enrolment('left_on', '离校日期'),
    enrolment('status', '学籍状态', { aliases: ['学生状态'], required: true }),
    enrolment('division', '学校所在区划', { aliases: ['学校区划代码'] }),
    updatedAt,
  ],
  rules: [
    {
      kind: 'pattern',
      field: 'student_no',
      pattern: '^[A-Z]?[0-9]{8,20}[0-9X]?$',
      examples: {
        good: [
          { student_no: 'G150102200001010012' },
          { student_no: '12345678' },
          { student_no: 'L12345678X' },
        ],
        bad: [
          { student_no: '1234567' },
          { student_no: 'GG12345678' },
          { student_no: 'G12345678Y' },
          { student_no: 'G123456789012345678901X' },
        ],
      },
      severity: 'warn',
    },
    { kind: 'dateOrder', earlier: 'birth_date', later: 'enrolled_on' },
    { kind: 'dateOrder', earlier: 'enrolled_on', later: 'left_on' },
    // Nobody is enrolled at two schools at a time.
    { kind: 'overlap', fields: ['citizen_id'], from: 'enrolled_on', until: 'left_on', severity: 'warn' },
    ...usualRules(['citizen_id', 'student_no']),
  ],
})
