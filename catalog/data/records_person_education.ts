import { coded, elementsFrom, hashed, internal, item, open, sensitive } from './element_parts.ts'

/** Schooling of minors is graded L4. */
const schoolRecords = elementsFrom('school_enrolment', 'school_enrolments', [
  item('student_no', '学籍号', 'Student number', 'text', sensitive, { maxLength: 25 }),
  item('school_name', '学校名称', 'School', 'text', sensitive, { maxLength: 100 }),
  coded('stage', '学段', 'School stage', sensitive, 'school_stage'),
  item('enrolled_on', '入学日期', 'Enrolled on', 'date', sensitive),
  item('left_on', '离校日期', 'Left on', 'date', sensitive),
  coded('status', '学籍状态', 'Status of school enrolment', sensitive, 'enrolment_status'),
  item('division', '学校所在区划', 'Division of the school', 'division', internal, {
    standard: 'GB/T 2260',
  }),
])

const degreeRecords = elementsFrom('degree', 'degrees', [
  item('certificate_no', '学历学位证书编号', 'Certificate number', 'text', hashed, { maxLength: 30 }),
  coded('education', '学历', 'Level of education', internal, 'education', { standard: 'GB/T 4658-2006' }),
  coded('degree', '学位', 'Degree', internal, 'degree', { standard: 'GB/T 6864-2003' }),
  item('institution', '毕业院校', 'Institution', 'text', internal, { maxLength: 100 }),
  item('major', '专业名称', 'Subject', 'text', internal, { maxLength: 100 }),
  item('graduated_on', '毕业日期', 'Graduated on', 'date', internal),
])

const trainingRecords = elementsFrom('training', 'vocational_training', [
  item('certificate_no', '培训证书编号', 'Training certificate number', 'text', hashed, { maxLength: 30 }),
  item('occupation', '培训职业（工种）', 'Occupation', 'text', internal, { maxLength: 60 }),
  coded('level', '职业技能等级', 'Skill level', internal, 'skill_level'),
  item('institution', '培训机构名称', 'Training institution', 'text', internal, { maxLength: 100 }),
  item('hours', '培训学时', 'Hours of training', 'integer', internal, { unit: 'hour' }),
  item('started_on', '培训开始日期', 'Started on', 'date', internal),
  item('ended_on', '培训结束日期', 'Ended on', 'date', internal),
])

const qualificationRecords = elementsFrom('qualification', 'professional_qualifications', [
  item('certificate_no', '资格证书编号', 'Qualification certificate number', 'text', internal, {
    maxLength: 40,
  }),
  item('title', '资格名称', 'Qualification', 'text', open, { maxLength: 60 }),
  coded('level', '资格级别', 'Level of qualification', open, 'qualification_level'),
  item('issuer', '发证机关', 'Issuer', 'text', open, { maxLength: 100 }),
  item('issued_on', '资格取得日期', 'Obtained on', 'date', open),
])

/** Schooling, degrees, training and qualifications. */
export const personEducationRecords = [
  ...schoolRecords,
  ...degreeRecords,
  ...trainingRecords,
  ...qualificationRecords,
]
