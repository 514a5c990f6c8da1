import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.pipelines.field_removed': {
    kind: 'conflict',
    'zh-CN':
      '目录中数据集 {dataset} 已没有字段 {field}，但已收到的数据仍有该列。未做任何更改。请把该字段留在目录中并设为非必填；若只是改名，请在新字段上写 formerly: [{field}]。',
    en: 'The catalogue no longer has field {field} of dataset {dataset}, but the data received has it. Nothing was changed. Keep the field, optional; where it only has another name now, put formerly: [{field}] on the new one.',
  },
  'error.pipelines.field_required_anew': {
    kind: 'conflict',
    'zh-CN':
      '目录中数据集 {dataset} 新增了必填字段 {field}，但已收到的行没有该值。未做任何更改。请先设为非必填，待部门报送含该字段的全量数据后再改为必填。',
    en: 'The catalogue has a new required field {field} of dataset {dataset}, which rows received before do not have. Nothing was changed. Make it optional first, and required once the department has sent a full dump with it.',
  },
  'error.pipelines.type_not_changed': {
    kind: 'conflict',
    'zh-CN':
      '数据集 {dataset} 的字段 {field} 已有数据，不能由 {from} 改为 {to}：记录标识字段和几何字段的类型不能更改。未做任何更改。请恢复原类型，或登记为新的数据集。',
    en: 'Field {field} of dataset {dataset} has data and cannot become {to} from {from}: types of fields that identify records, and of geometries, cannot change. Nothing was changed. Give it its former type, or register a new dataset.',
  },
  'error.pipelines.type_not_read': {
    kind: 'conflict',
    'zh-CN':
      '数据集 {dataset} 的字段 {field} 不能由 {from} 改为 {to}：已收到的数据中有 {rows} 个值无法按新类型读取。未做任何更改。请恢复原类型，或采用能容纳这些值的类型（如文本）。',
    en: 'Field {field} of dataset {dataset} cannot become {to} from {from}: {rows} values received cannot be read as the new type. Nothing was changed. Give it its former type, or one that holds these values, such as text.',
  },
  'catalogue.change': {
    'zh-CN': '数据集 {dataset} 的表将按目录更改：新增列 {added}；改名 {renamed}；改类型 {retyped}。',
    en: 'The tables of dataset {dataset} will follow the catalogue: new columns {added}; renamed {renamed}; other types {retyped}.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
