import { address, coded, elementsFrom, hashed, internal, item, personal } from './element_parts.ts'

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
