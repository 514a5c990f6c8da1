import { type Department, defineDepartment } from '../department.ts'

/** Department `id` by its Chinese and English name. */
function department(id: string, zh: string, en: string): Department {
  return defineDepartment({ id, name: { 'zh-CN': zh, en } })
}

/** The bodies that Articles 13 to 15 and 18 of the regulation name. */
export const departments: Department[] = [
  department('public_security', '自治区公安厅', 'Public Security'),
  department('civil_affairs', '自治区民政厅', 'Civil Affairs'),
  department('human_resources', '自治区人力资源和社会保障厅', 'Human Resources and Social Security'),
  department('health', '自治区卫生健康委员会', 'Health Commission'),
  department('market_regulation', '自治区市场监督管理局', 'Market Regulation'),
  department('tax', '国家税务总局内蒙古自治区税务局', 'Taxation'),
  department('education', '自治区教育厅', 'Education'),
  department('disabled_persons', '自治区残疾人联合会', "Disabled Persons' Federation"),
  department('housing_fund', '自治区住房公积金主管部门', 'Housing Provident Fund'),
  department('natural_resources', '自治区自然资源厅', 'Natural Resources'),
  department('organisation_establishment', '自治区机构编制委员会办公室', 'Organisation and Establishment'),
  department('justice', '自治区司法厅', 'Justice'),
  department('religious_affairs', '自治区宗教事务部门', 'Religious Affairs'),
  department('trade_unions', '自治区总工会', 'Federation of Trade Unions'),
  department('agriculture', '自治区农牧厅', 'Agriculture and Animal Husbandry'),
  department('water_resources', '自治区水利厅', 'Water Resources'),
  department('forestry', '自治区林业和草原局', 'Forestry and Grassland'),
  department('meteorology', '自治区气象局', 'Meteorology'),
  department('housing_construction', '自治区住房和城乡建设厅', 'Housing and Urban-Rural Development'),
  department('urban_management', '自治区城市管理部门', 'Urban Management'),
  department('ecology', '自治区生态环境厅', 'Ecology and Environment'),
  department('courts', '自治区高级人民法院', 'High Court'),
  department('development_reform', '自治区发展和改革委员会', 'Development and Reform'),
  department('government_services', '自治区政务服务与数据管理局', 'Government Services and Data'),
]
