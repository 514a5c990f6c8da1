import { defineDataset } from '../../dataset.ts'
import {
  citizenKey,
  entityReference,
  heldBy,
  nameCopy,
  named,
  notAfterDeath,
  personalData,
  phoneCopy,
  source,
  updatedAt,
  usualRules,
} from '../parts.ts'

/** 住房公积金登记 (Article 13, item 9): one account a person. */
export const housingFund = defineDataset({
  id: 'housing_fund',
  name: named('住房公积金登记信息', 'Housing provident fund'),
  abstract: named(
    '住房公积金个人账户的设立、缴存和封存，由住房公积金主管部门采集。',
    'Personal accounts of the housing provident fund, collected by its authority.',
  ),
  article: '13(9)',
  foundation: 'person',
  form: 'file',
  ...heldBy('housing_fund'),
  ...personalData({ basis: named('《住房公积金管理条例》', 'Regulations on the Housing Provident Fund') }),
  updateCycle: 'monthly',
  levels: ['region', 'city'],
  key: 'citizen_id',
  eventTime: 'updated_at',
  fields: [
    citizenKey(),
    nameCopy,
    phoneCopy,
    source('account_no', '个人公积金账号', 'person.housing_fund_account', {
      aliases: ['个人账号'],
      required: true,
    }),
    source('status', '账户状态', 'person.housing_fund_status', {
      aliases: ['个人账户状态'],
      required: true,
      mapping: { '01': '1', '02': '2', '03': '3', '99': '3' },
    }),
    source('opened_on', '开户日期', 'person.housing_fund_opened_on', { required: true }),
    source('base', '月缴存基数', 'person.housing_fund_base', { aliases: ['缴存基数'] }),
    source('payer_uscc', '缴存单位统一社会信用代码', 'person.housing_fund_payer_uscc', {
      aliases: ['单位统一社会信用代码'],
    }),
    source('division', '缴存地区划', 'person.housing_fund_division', {
      aliases: ['中心所在区划'],
      required: true,
    }),
    updatedAt,
  ],
  rules: [
    { kind: 'range', field: 'base', min: 0, max: 200_000 },
    entityReference('payer_uscc'),
    notAfterDeath('opened_on'),
    ...usualRules(['citizen_id']),
  ],
})
