import {
  address,
  citizenId,
  coded,
  elementsFrom,
  hashed,
  internal,
  item,
  open,
  personal,
  sensitive,
} from './element_parts.ts'

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

/** Vaccinations, and the practising certificates of medical staff. */
export const personHealthRecords = [
  ...elementsFrom('vaccination', 'vaccinations', [
    coded('vaccine_code', '疫苗种类', 'Vaccine', sensitive, 'vaccine'),
    item('dose_no', '接种剂次', 'Dose number', 'integer', sensitive),
    item('given_on', '接种日期', 'Given on', 'date', sensitive),
    item('batch_no', '疫苗批号', 'Batch number', 'text', internal, { maxLength: 30 }),
    item('institution', '接种单位名称', 'Vaccination unit', 'text', sensitive, { maxLength: 100 }),
    item('division', '接种地区划', 'Division of vaccination', 'division', internal, {
      standard: 'GB/T 2260',
    }),
  ]),
  ...elementsFrom('practice', 'practising_certificates', [
    item('certificate_no', '执业证书编号', 'Practising certificate number', 'text', internal, {
      maxLength: 30,
    }),
    coded('kind', '执业类别', 'Kind of practice', open, 'practice_kind'),
    item('scope', '执业范围', 'Scope of practice', 'text', open, { maxLength: 100 }),
    item('institution_uscc', '执业机构统一社会信用代码', 'Institution of practice', 'uscc', open, {
      standard: 'GB 32100-2015',
    }),
    item('issued_on', '执业证书发证日期', 'Issued on', 'date', open),
    item('valid_to', '执业证书有效期至', 'Valid to', 'date', open),
    coded('status', '执业证书状态', 'Status of practising certificate', open, 'practice_status'),
    item('division', '执业地区划', 'Division of practice', 'division', open, { standard: 'GB/T 2260' }),
  ]),
]

/** Changes of the identity number, and residence permits. */
export const personIdentityRecords = [
  ...elementsFrom('identity_change', 'identity_number_changes', [
    item('former_citizen_id', '原公民身份号码', 'Former identity number', 'citizenId', citizenId, {
      standard: 'GB 11643-1999',
    }),
    coded('reason', '公民身份号码变更原因', 'Reason of change', internal, 'identity_change_reason'),
    item('changed_on', '公民身份号码变更日期', 'Changed on', 'date', internal),
    item('division', '办理机关所在区划', 'Division of the organ', 'division', internal, {
      standard: 'GB/T 2260',
    }),
  ]),
  ...elementsFrom('residence_permit', 'residence_permits', [
    item('permit_no', '居住证编号', 'Residence permit number', 'text', hashed, { maxLength: 30 }),
    item('division', '居住证签发地区划', 'Division of issue', 'division', internal, {
      standard: 'GB/T 2260',
    }),
    item('issued_on', '居住证签发日期', 'Issued on', 'date', internal),
    item('endorsed_until', '居住证签注有效期至', 'Endorsed until', 'date', internal),
    coded('status', '居住证状态', 'Status of residence permit', internal, 'residence_permit_status'),
  ]),
]

/** Enrolments in social insurance by kind, and contributions by kind and month. */
export const personInsuranceRecords = [
  ...elementsFrom('insurance_enrolment', 'insurance_enrolments', [
    coded('insurance_kind', '参保险种', 'Kind of insurance', internal, 'insurance_kind'),
    item('enrolled_on', '险种参保日期', 'Enrolled on', 'date', internal),
    item('ended_on', '险种终止日期', 'Ended on', 'date', internal),
    coded('status', '险种参保状态', 'Status of enrolment', internal, 'insurance_status'),
    item('employer_uscc', '险种参保单位代码', 'Employer', 'uscc', internal, { standard: 'GB 32100-2015' }),
    item('division', '参保地区划', 'Division of enrolment', 'division', internal, {
      standard: 'GB/T 2260',
    }),
  ]),
  ...elementsFrom('insurance_contribution', 'insurance_contributions', [
    coded('insurance_kind', '缴费险种', 'Kind of insurance', internal, 'insurance_kind'),
    item('period', '费款所属期', 'Period', 'text', internal, { maxLength: 6 }),
    item('base', '缴费基数', 'Contribution base', 'decimal', personal, { unit: 'CNY' }),
    item('employer_amount', '单位缴费金额', "Employer's part", 'decimal', personal, { unit: 'CNY' }),
    item('personal_amount', '个人缴费金额', "Person's part", 'decimal', personal, { unit: 'CNY' }),
    item('payer_uscc', '缴费单位代码', 'Payer', 'uscc', internal, { standard: 'GB 32100-2015' }),
    item('paid_on', '缴费日期', 'Paid on', 'date', internal),
  ]),
]

/** Rights in real estate, one record a certificate and holder. */
export const personPropertyRecords = elementsFrom('real_estate', 'real_estate', [
  item('certificate_no', '不动产权证号', 'Certificate of title', 'text', hashed, { maxLength: 60 }),
  item('unit_no', '不动产单元号', 'Real estate unit number', 'text', personal, {
    maxLength: 28,
  }),
  item('parcel_id', '宗地要素标识', 'Parcel', 'text', internal, { maxLength: 30 }),
  coded('right_kind', '不动产权利类型', 'Kind of right', personal, 'real_estate_right'),
  coded('ownership', '共有情况', 'Form of ownership', personal, 'real_estate_ownership'),
  item('share', '份额', 'Share', 'decimal', personal, { unit: '%' }),
  item('area', '不动产面积', 'Area', 'decimal', personal, { unit: 'm2' }),
  item('address', '不动产坐落', 'Location', 'text', address, { maxLength: 200 }),
  item('registered_on', '不动产登记日期', 'Registered on', 'date', personal),
  coded('status', '不动产权属状态', 'Status of right', internal, 'real_estate_status'),
  item('division', '不动产所在区划', 'Division of the real estate', 'division', internal, {
    standard: 'GB/T 2260',
  }),
])
