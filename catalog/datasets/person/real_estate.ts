import { defineDataset } from '../../dataset.ts'
import { citizenKey, copy, heldBy, named, own, personalData, updatedAt, usualRules } from '../parts.ts'

const right = own('real_estate')

/** 不动产登记 (Article 13, item 11): one row a holder and certificate of title. */
export const realEstate = defineDataset({
  id: 'real_estate',
  name: named('不动产登记信息', 'Real estate registration'),
  abstract: named(
    '自然人不动产权利的首次、转移、变更和注销登记，每权利人每证一行。',
    'Rights of natural persons in real estate, one row a holder and certificate.',
  ),
  article: '13(11)',
  foundation: 'person',
  form: 'table',
  ...heldBy('natural_resources'),
  ...personalData({
    basis: named('《不动产登记暂行条例》', 'Interim Regulations on Real Estate Registration'),
  }),
  updateCycle: 'daily',
  levels: ['region', 'county'],
  key: 'citizen_id',
  recordKey: ['certificate_no'],
  eventTime: 'updated_at',
  fields: [
    citizenKey('权利人证件号'),
    copy('name', '权利人名称', 'person.name', { aliases: ['权利人', '姓名'] }),
    right('certificate_no', '不动产权证号', { aliases: ['不动产权证书号'], required: true }),
    right('unit_no', '不动产单元号', { required: true }),
    right('parcel_id', '宗地要素标识', { aliases: ['宗地标识'] }),
    right('right_kind', '权利类型', { aliases: ['权利类型代码'], required: true }),
    right('ownership', '共有情况', { aliases: ['共有方式'] }),
    right('share', '份额', { aliases: ['权利比例'] }),
    right('area', '面积', { aliases: ['建筑面积', '不动产面积'] }),
    right('address', '坐落', { aliases: ['不动产坐落'] }),
    right('registered_on', '登记日期', { aliases: ['登簿日期', '登簿时间'], required: true }),
    right('status', '权属状态', { required: true, mapping: { XS: '1', LS: '2' } }),
    right('division', '不动产所在区划', { aliases: ['所在区划代码'], required: true }),
    updatedAt,
  ],
  rules: [
    {
      kind: 'pattern',
      field: 'unit_no',
      pattern: '^[0-9]{6}[0-9A-Z]{22}$',
      examples: {
        good: [{ unit_no: '150102001001GB00001F00010001' }],
        bad: [
          { unit_no: '150102001001GB00001F0001000' },
          { unit_no: '15010A001001GB00001F00010001' },
          { unit_no: '150102001001gb00001F00010001' },
        ],
      },
      severity: 'warn',
    },
    { kind: 'reference', field: 'parcel_id', datasets: ['land_parcels'], severity: 'warn' },
    { kind: 'address', field: 'address', division: 'division' },
    { kind: 'range', field: 'share', min: 0, max: 100 },
    { kind: 'range', field: 'area', min: 0, max: 100_000_000 },
    ...usualRules(['citizen_id', 'certificate_no'], 0.9),
  ],
})
