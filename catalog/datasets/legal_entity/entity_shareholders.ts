import { defineDataset } from '../../dataset.ts'
import {
  allBodies,
  entityNameCopy,
  heldBy,
  named,
  ofPersons,
  openedOnRequest,
  own,
  statutoryDuty,
  updatedAt,
  usccKey,
  usualRules,
} from '../parts.ts'
import { registrationLaw } from './entity_parts.ts'

const holding = own('shareholder')
const legalBasis = named(
  `${registrationLaw[0]}；《中华人民共和国个人信息保护法》第三十四条`,
  `${registrationLaw[1]}; Personal Information Protection Law, Article 34`,
)

/** 股东及出资 (Article 14, item 1): one row an entity and shareholder. */
export const entityShareholders = defineDataset({
  id: 'entity_shareholders',
  name: named('经营主体股东及出资信息', 'Shareholders of market entities'),
  abstract: named(
    '股东（投资人、合伙人）及其认缴、实缴出资，每主体每股东一行。',
    'Shareholders, investors and partners with their contributions, one row an entity and holder.',
  ),
  article: '14(1)',
  foundation: 'legal_entity',
  form: 'table',
  ...heldBy('market_regulation'),
  sharing: {
    type: 'conditional',
    scope: allBodies,
    conditions: statutoryDuty,
    reason: ofPersons,
    legalBasis,
  },
  opening: openedOnRequest({
    basis: named(
      '《中华人民共和国个人信息保护法》第二十五条',
      'Personal Information Protection Law, Article 25',
    ),
    conditions: named(
      '不含自然人股东证件号码，限于申请列明的用途',
      'Without identity numbers of natural persons; for the purposes of the application',
    ),
  }),
  updateCycle: 'daily',
  levels: ['region', 'city', 'county'],
  key: 'uscc',
  recordKey: ['holder_id'],
  eventTime: 'updated_at',
  fields: [
    usccKey(),
    entityNameCopy,
    holding('holder_kind', '股东主体类型', { aliases: ['股东类型'], required: true }),
    holding('holder_id', '股东证件号码', { aliases: ['股东证照号码'], required: true }),
    holding('holder_name', '股东名称', { aliases: ['股东姓名', '投资人名称'], required: true }),
    holding('subscribed', '认缴出资额', { aliases: ['认缴额'] }),
    holding('paid', '实缴出资额', { aliases: ['实缴额'] }),
    holding('share', '持股比例', { aliases: ['出资比例'] }),
    holding('contribution_form', '出资方式'),
    holding('joined_on', '入股日期', { aliases: ['认缴出资日期'] }),
    holding('left_on', '退出日期'),
    updatedAt,
  ],
  rules: [
    { kind: 'uscc', field: 'uscc', authorities: ['9'] },
    { kind: 'subjectId', field: 'holder_id', kindField: 'holder_kind' },
    { kind: 'range', field: 'subscribed', min: 0, max: 100_000_000 },
    { kind: 'range', field: 'paid', min: 0, max: 100_000_000 },
    { kind: 'range', field: 'share', min: 0, max: 100 },
    { kind: 'compare', field: 'paid', operator: '<=', other: 'subscribed' },
    { kind: 'dateOrder', earlier: 'joined_on', later: 'left_on' },
    { kind: 'reference', field: 'uscc', datasets: ['market_entities'], severity: 'warn' },
    // The shares of those who are shareholders now.
    {
      kind: 'total',
      field: 'share',
      fields: ['uscc'],
      max: 100,
      when: [{ field: 'left_on', open: true }],
      severity: 'warn',
    },
    ...usualRules(['uscc', 'holder_id'], 0.8),
  ],
})
