import { coded, elementsFrom, internal, item, open, sensitive } from './element_parts.ts'

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
