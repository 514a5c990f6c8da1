import type { Random } from '../random.ts'

const surnames = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹黎易常武乔贺赖龚文',
  '欧阳',
  '司马',
]
const maleGiven = [...'伟强磊军洋勇杰涛超明刚平辉鹏华飞鑫波斌宇浩凯健俊帆帅旭宁龙林欢佳阳庆建国志海峰文博']
const femaleGiven = [...'芳娜敏静丽艳娟霞秀英玲桂香兰凤洁梅琳素云莲真环雪荣爱妹红春菊燕瑞雅欣怡婷慧颖晶倩']
const mongolianMale = [
  '巴特尔',
  '朝鲁',
  '苏和',
  '格日勒图',
  '宝音',
  '哈斯巴根',
  '那仁满都拉',
  '额尔敦',
  '阿拉坦',
  '孟和',
  '布和',
  '吉日嘎拉',
  '特木尔',
  '呼和',
  '达来',
  '斯琴巴特尔',
  '乌力吉',
  '毕力格',
  '朝格图',
  '嘎日迪',
]
const mongolianFemale = [
  '乌云其其格',
  '萨仁',
  '娜仁',
  '其木格',
  '斯琴高娃',
  '琪琪格',
  '阿茹娜',
  '托娅',
  '乌日娜',
  '萨日朗',
  '高娃',
  '通拉嘎',
  '娜布其',
  '哈斯其其格',
  '苏日娜',
  '塔娜',
  '格根塔娜',
  '珠拉',
  '敖登',
  '红格尔',
]
const clans = [
  '孛儿只斤',
  '乌梁海',
  '兀良哈',
  '巴雅尔',
  '包尔吉',
  '奇渥温',
  '额尔德尼',
  '敖拉',
  '莫日登',
  '杜拉尔',
  '涂格敦',
]

/** The middle dot of the standard form, and what departments type instead. */
export const DOT = '·'
const dotVariants = [DOT, DOT, '•', '．', '・']

/** A synthetic name: of Han habit, or Mongolian, a third of those with a middle dot between two parts. */
export function personName(random: Random, male: boolean, mongolian: boolean): string {
  if (mongolian) {
    const given = random.pick(male ? mongolianMale : mongolianFemale)
    return random.chance(0.33) ? `${random.pick(clans)}${DOT}${given}` : given
  }
  const given = male ? maleGiven : femaleGiven
  const second = random.chance(0.75) ? random.pick(given) : ''
  return random.pick(surnames) + random.pick(given) + second
}

/** The name as some clerk typed it: the middle dot in one of its forms. */
export function typedName(name: string, random: Random): string {
  return name.includes(DOT) ? name.replaceAll(DOT, random.pick(dotVariants)) : name
}

const orgWords = [
  '草原',
  '蒙源',
  '北疆',
  '青城',
  '鹿城',
  '塞外',
  '金穗',
  '宏达',
  '瑞丰',
  '鑫源',
  '天骄',
  '敕勒川',
  '阴山',
  '河套',
  '恒信',
  '嘉禾',
  '万通',
  '众合',
  '同创',
  '华兴',
]
const orgTrades = [
  '商贸',
  '乳业',
  '建筑工程',
  '信息科技',
  '物流',
  '农牧业',
  '矿业',
  '能源',
  '餐饮服务',
  '医药',
  '旅游',
  '绒纺',
  '机械制造',
  '教育咨询',
  '环保',
]
const orgForms: Record<string, string[]> = {
  '91': ['有限责任公司', '股份有限公司', '有限公司'],
  '92': ['经营部', '商行', '饭店', '超市'],
  '93': ['专业合作社', '农牧民专业合作社'],
  '51': ['协会', '商会', '学会'],
  '52': ['民办幼儿园', '养老服务中心', '社会工作服务中心'],
  '53': ['慈善基金会', '教育基金会'],
  '54': ['嘎查村民委员会', '村民委员会'],
  '55': ['社区居民委员会'],
  '11': ['管理局', '委员会', '办公室'],
  '12': ['服务中心', '研究院', '学校'],
  '13': ['联合会'],
  '31': ['律师事务所'],
  '32': ['公证处'],
  '33': ['法律服务所'],
  '34': ['司法鉴定中心'],
  '71': ['寺', '教堂', '清真寺'],
  '81': ['工会委员会'],
  N2: ['嘎查股份经济合作社', '村股份经济合作联合社'],
  N3: ['苏木乡镇经济联合总社'],
}
const orgKinds: Record<string, string> = {
  '91': '有限责任公司',
  '92': '个体工商户',
  '93': '农民专业合作社',
  '51': '社会团体',
  '52': '民办非企业单位',
  '53': '基金会',
  '54': '村民委员会',
  '55': '居民委员会',
  '11': '机关',
  '12': '事业单位',
  '13': '群众团体',
  '31': '律师执业机构',
  '32': '公证机构',
  '33': '基层法律服务所',
  '34': '司法鉴定机构',
  '71': '宗教活动场所',
  '81': '基层工会',
  N2: '村级集体经济组织',
  N3: '乡镇级集体经济组织',
}

/** A synthetic organisation's name; `serial` keeps names apart. */
export function organisationName(random: Random, place: string, type: string, serial: number): string {
  const form = random.pick(orgForms[type] ?? ['中心'])
  return `${place}${random.pick(orgWords)}${random.pick(orgTrades)}${serial.toString(36).toUpperCase()}${form}`
}

/** The kind of organisation of a code's first two characters. */
export function organisationKind(type: string): string {
  return orgKinds[type] ?? '其他'
}
