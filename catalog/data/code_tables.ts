import { type CodeTable, codes } from './code_table.ts'
import { creditCodeTables } from './code_tables_credit.ts'
import { geographyCodeTables } from './code_tables_geography.ts'
import { legalEntityCodeTables } from './code_tables_legal_entity.ts'
import { licenceCodeTables } from './code_tables_licence.ts'
import { personCodeTables } from './code_tables_person.ts'

export const codeTables: CodeTable[] = [
  {
    id: 'sex',
    name: { 'zh-CN': '性别', en: 'Sex' },
    standard: 'GB/T 2261.1-2003',
    codes: codes('0未知的性别 1男 2女 9未说明的性别'),
  },
  {
    id: 'marital_status',
    name: { 'zh-CN': '婚姻状况', en: 'Marital status' },
    standard: 'GB/T 2261.2-2003',
    codes: codes('10未婚 20已婚 21初婚 22再婚 23复婚 30丧偶 40离婚 90未说明的婚姻状况'),
  },
  {
    id: 'ethnic_group',
    name: { 'zh-CN': '民族', en: 'Ethnic group' },
    standard: 'GB/T 3304-1991',
    codes: codes(
      '01汉族 02蒙古族 03回族 04藏族 05维吾尔族 06苗族 07彝族 08壮族 09布依族 10朝鲜族 11满族 12侗族 13瑶族 14白族 15土家族 16哈尼族 17哈萨克族 18傣族 19黎族 20傈僳族 21佤族 22畲族 23高山族 24拉祜族 25水族 26东乡族 27纳西族 28景颇族 29柯尔克孜族 30土族 31达斡尔族 32仫佬族 33羌族 34布朗族 35撒拉族 36毛南族 37仡佬族 38锡伯族 39阿昌族 40普米族 41塔吉克族 42怒族 43乌孜别克族 44俄罗斯族 45鄂温克族 46德昂族 47保安族 48裕固族 49京族 50塔塔尔族 51独龙族 52鄂伦春族 53赫哲族 54门巴族 55珞巴族 56基诺族 97其他 98外国血统中国籍人士',
    ),
  },
  {
    id: 'education',
    name: { 'zh-CN': '文化程度', en: 'Education' },
    standard: 'GB/T 4658-2006',
    codes: codes(
      '10研究生教育 11博士研究生毕业 12博士研究生结业 13博士研究生肄业 14硕士研究生毕业 15硕士研究生结业 16硕士研究生肄业 17研究生班毕业 18研究生班结业 19研究生班肄业 20大学本科教育 21大学本科毕业 22大学本科结业 23大学本科肄业 28大学普通班毕业 30大学专科教育 31大学专科毕业 32大学专科结业 33大学专科肄业 40中等职业教育 41中等专科毕业 42中等专科结业 43中等专科肄业 44职业高中毕业 45职业高中结业 46职业高中肄业 47技工学校毕业 48技工学校结业 49技工学校肄业 60普通高级中学教育 61普通高中毕业 62普通高中结业 63普通高中肄业 70初级中学教育 71初中毕业 80小学教育 81小学毕业 90其他',
    ),
  },
  {
    id: 'industry',
    name: { 'zh-CN': '国民经济行业门类', en: 'Industry section' },
    standard: 'GB/T 4754-2017',
    codes: codes(
      'A农、林、牧、渔业 B采矿业 C制造业 D电力、热力、燃气及水生产和供应业 E建筑业 F批发和零售业 G交通运输、仓储和邮政业 H住宿和餐饮业 I信息传输、软件和信息技术服务业 J金融业 K房地产业 L租赁和商务服务业 M科学研究和技术服务业 N水利、环境和公共设施管理业 O居民服务、修理和其他服务业 P教育 Q卫生和社会工作 R文化、体育和娱乐业 S公共管理、社会保障和社会组织 T国际组织',
    ),
  },
  ...legalEntityCodeTables,
  ...personCodeTables,
  ...licenceCodeTables,
  ...creditCodeTables,
  ...geographyCodeTables,
]
