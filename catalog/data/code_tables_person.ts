import { type CodeTable, codeTable, PLATFORM_CODES } from './code_table.ts'

/** Tables whose codes the platform set itself: id, names, `code meaning …`. */
const ownTables: [id: string, zh: string, en: string, text: string][] = [
  [
    'identity_change_reason',
    '公民身份号码变更原因',
    'Reason of change of identity number',
    '1重号更正 2错号更正 3出生日期更正 4性别变更 9其他',
  ],
  [
    'residence_reason',
    '居住事由',
    'Reason of residence',
    '01务工 02经商 03投靠亲属 04就学 05随迁 06务农务牧 07治病疗养 08借读培训 99其他',
  ],
  ['residence_permit_status', '居住证状态', 'Status of residence permit', '1有效 2签注逾期 3已注销 4已换领'],
  [
    'death_place',
    '死亡地点类别',
    'Place of death',
    '1医疗卫生机构 2来院途中 3家中 4养老服务机构 9其他场所 0不详',
  ],
  ['blood_type', '血型', 'Blood type', '1:A型 2:B型 3:O型 4:AB型 5不详'],
  [
    'vaccine',
    '疫苗种类',
    'Vaccine',
    '01卡介苗 02乙型肝炎疫苗 03脊髓灰质炎疫苗 04百白破疫苗 05白破疫苗 06麻腮风疫苗 07乙型脑炎疫苗 08脑膜炎球菌多糖疫苗 09甲型肝炎疫苗 20流行性感冒疫苗 21水痘疫苗 22狂犬病疫苗 23人乳头瘤病毒疫苗 24肺炎球菌疫苗 25新型冠状病毒疫苗 99其他疫苗',
  ],
  ['practice_kind', '执业类别', 'Kind of practice', '1执业医师 2执业助理医师 3护士 4乡村医生'],
  ['practice_status', '执业证书状态', 'Status of practising certificate', '1在册 2暂停执业 3注销 4吊销'],
  [
    'insurance_kind',
    '险种',
    'Kind of insurance',
    '1企业职工基本养老保险 2机关事业单位基本养老保险 3城乡居民基本养老保险 4失业保险 5工伤保险 6职工基本医疗保险 7城乡居民基本医疗保险',
  ],
  ['insurance_status', '参保状态', 'Status of enrolment', '1参保缴费 2暂停缴费 3终止参保 4领取待遇'],
  ['allowance_kind', '最低生活保障类别', 'Kind of allowance', '1城市最低生活保障 2农村牧区最低生活保障'],
  [
    'school_stage',
    '学段',
    'School stage',
    '1学前教育 2小学 3初中 4普通高中 5中等职业教育 6高等教育专科 7高等教育本科 8研究生教育 9特殊教育',
  ],
  ['enrolment_status', '学籍状态', 'Status of enrolment', '1在读 2休学 3转出 4毕业 5结业 6肄业 7退学'],
  ['skill_level', '职业技能等级', 'Skill level', '1高级技师 2技师 3高级工 4中级工 5初级工'],
  ['qualification_level', '资格级别', 'Level of qualification', '1正高级 2副高级 3中级 4初级 9不分级'],
  ['housing_fund_status', '住房公积金账户状态', 'Status of housing fund account', '1缴存 2封存 3销户'],
  [
    'real_estate_right',
    '不动产权利类型',
    'Kind of right in real estate',
    '1国有建设用地使用权 2国有建设用地使用权及房屋所有权 3宅基地使用权 4宅基地使用权及房屋所有权 5集体建设用地使用权 6集体建设用地使用权及房屋所有权 7土地承包经营权 8草原使用权 9其他',
  ],
  ['real_estate_ownership', '共有情况', 'Form of ownership', '0单独所有 1共同共有 2按份共有'],
  ['real_estate_status', '权属状态', 'Status of right', '1现势 2历史'],
]

/** Code tables of the person foundation. */
export const personCodeTables: CodeTable[] = [
  codeTable(
    'disability_kind',
    '残疾类别',
    'Kind of disability',
    'GB/T 26341-2010',
    '1视力残疾 2听力残疾 3言语残疾 4肢体残疾 5智力残疾 6精神残疾 7多重残疾',
  ),
  codeTable(
    'disability_grade',
    '残疾等级',
    'Grade of disability',
    'GB/T 26341-2010',
    '1一级 2二级 3三级 4四级',
  ),
  codeTable('degree', '学位', 'Degree', 'GB/T 6864-2003', '1名誉博士学位 2博士学位 3硕士学位 4学士学位'),
  ...ownTables.map(([id, zh, en, text]) => codeTable(id, zh, en, PLATFORM_CODES, text)),
]
