import type { Name } from '../names.ts'
import { defineTopic, type Topic } from '../topic.ts'

const name = (zh: string, en: string): Name => ({ 'zh-CN': zh, en })
const people = name('人', 'people')
const times = name('次', 'times')
const licences = name('件', 'licences')
const text = (id: string, zh: string, en: string) => ({ id, name: name(zh, en), type: 'VARCHAR' as const })
const day = (id: string, zh: string, en: string) => ({ id, name: name(zh, en), type: 'DATE' as const })
const count = (id: string, zh: string, en: string, unit: Name) => ({
  id,
  name: name(zh, en),
  type: 'BIGINT' as const,
  unit,
})

const populationMovement = defineTopic({
  id: 'population_movement',
  name: name('人口变动主题库', 'Population movement'),
  abstract: name(
    '按旗县市区和月份统计出生、死亡、户籍迁入迁出和流动人口登记。',
    'Births, deaths, moves of household registration and residence registrations by banner, county or district and month.',
  ),
  version: 2,
  inputs: ['base/person', 'history/household_registration', 'history/residence_registration'],
  columns: [
    text('division', '区划', 'Division'),
    day('month', '月份（首日）', 'Month (its first day)'),
    count('births', '出生', 'Births', people),
    count('deaths', '死亡', 'Deaths', people),
    count('moved_in', '户籍迁入', 'Household registrations moved in', people),
    count('moved_out', '户籍迁出', 'Household registrations moved out', people),
    count(
      'floating_registered',
      '流动人口居住登记',
      'Residence registrations of the floating population',
      people,
    ),
  ],
  key: ['division', 'month'],
  gate: {
    checks: [
      {
        kind: 'notNegative',
        columns: ['births', 'deaths', 'moved_in', 'moved_out', 'floating_registered'],
      },
      { kind: 'given', columns: ['division', 'month'] },
      { kind: 'equalSums', left: 'moved_in', right: 'moved_out', by: 'month' },
    ],
  },
})

const enterpriseLifecycle = defineTopic({
  id: 'enterprise_lifecycle',
  name: name('法人全生命周期主题库', 'Life cycle of legal entities'),
  abstract: name(
    '每个法人和非法人组织一行：设立、变更、证照、处罚、参保人数、注销和承继。',
    'One row per legal entity: establishment, changes, licences, penalties, insured people, cancellation, successors.',
  ),
  version: 2,
  inputs: [
    ...['base/legal_entity', 'base/licence', 'base/credit', 'base/person'],
    ...['history/entity_changes', 'history/entity_successions'],
  ],
  columns: [
    text('uscc', '统一社会信用代码', 'Unified social credit code'),
    text('name', '名称', 'Name'),
    text('kind', '组织类型', 'Kind of organisation'),
    text('division', '登记所在区划', 'Division of registration'),
    text('industry', '行业门类', 'Industry section'),
    text('status', '登记状态', 'Registration status'),
    text('record_status', '记录状态', 'Status of the golden record'),
    day('established_on', '成立日期', 'Established on'),
    day('closed_on', '注销或终止日期', 'Cancelled or ended on'),
    count('changes', '变更次数', 'Changes of registration', times),
    day('last_changed_on', '最近变更日期', 'Last changed on'),
    count('licences_valid', '有效证照数', 'Valid licences', licences),
    count('penalties_in_force', '在示处罚数', 'Penalties in force', times),
    day('last_penalised_on', '最近处罚日期', 'Last penalised on'),
    count('insured_people', '参保人数', 'Insured people', people),
    text('successors', '承继单位统一社会信用代码（逗号分隔）', 'Codes of successors, comma-joined'),
    text('succession_kind', '承继方式', 'Kind of succession'),
    day('succeeded_on', '承继生效日期', 'Succeeded on'),
  ],
  key: ['uscc'],
  gate: {
    checks: [
      {
        kind: 'notNegative',
        columns: ['changes', 'licences_valid', 'penalties_in_force', 'insured_people'],
      },
      { kind: 'given', columns: ['uscc', 'record_status'] },
      { kind: 'oneRowEach', input: 'base/legal_entity' },
    ],
  },
})

/** The topic databases. */
export const topics: Topic[] = [populationMovement, enterpriseLifecycle]
