import { defineTexts, hasText, type Locale, render, type Text } from '../../core/locale.ts'

const about = (name: string, zh: string, en: string): Record<string, Text> => ({
  [`docs.about.${name}`]: { 'zh-CN': zh, en },
})

defineTexts({
  ...about(
    'record_status',
    '`confirmed` 已确认、`unconfirmed` 未确认、`expired` 已过公示期',
    '`confirmed`, `unconfirmed`, or `expired` after its retention limit',
  ),
  ...about('provisional', '暂用副本的列', 'columns filled from a copy that stands in'),
  ...about('disputed', '有疑义（异议处理中）的列', 'columns in dispute: an objection to them is open'),
  ...about('key_repair', '主键所作的确定性修复', 'certain repairs made to the key'),
  ...about(
    'origin',
    '各登记册中该记录的批次、行号和时间',
    'extract, line and time of the record in each register',
  ),
  ...about('_extract', '批次号', 'number of the extract'),
  ...about(
    '_line',
    '批次文件中的行号；0：全量批次不再含有该记录',
    'line in the extract; 0: a full dump no longer has it',
  ),
  ...about(
    '_op',
    '操作：I 新增、U 更新、D 终止、R 收回此前的一行',
    'operation: I and U state a record, D ends it, R takes an earlier row back',
  ),
  ...about('_repair', '主键所作的确定性修复', 'certain repairs made to the key'),
  ...about('_from', '状态开始的时间', 'when the state begins'),
  ...about('_as_of', '所属批次的数据时间', 'when the extract that states it was taken'),
  ...about('_valid_from', '状态开始的时间', 'when the state begins'),
  ...about('_valid_to', '状态结束的时间；空：现状', 'when the state ends; empty: the current state'),
  ...about('bucket', '分区号', 'bucket of the key'),
  ...about('key', '主键', 'key of the record'),
  ...about(
    'kind',
    '`differs` 值不同、`authority_missing` 数源为空、`both_answer` 两个数源均称负责、`key_change_ambiguous` 主键变更不明确、`code_issued_twice` 一码多发、`two_codes` 一主体两码',
    '`differs`, `authority_missing` (the source is empty), `both_answer` (two sources claim the record), `key_change_ambiguous`, `code_issued_twice`, `two_codes` (of one entity)',
  ),
  ...about('element', '数据元', 'element'),
  ...about('authority_dataset', '数源登记册', 'register of the source'),
  ...about('authority_value', '数源的值', 'value at the source'),
  ...about('authority_extract', '数源所在批次', 'extract at the source'),
  ...about('authority_line', '数源所在行', 'line at the source'),
  ...about('authority_observed', '数源记录时间', 'time at the source'),
  ...about('copy_dataset', '副本登记册', 'register of the copy'),
  ...about('copy_field', '副本字段', 'field of the copy'),
  ...about('copy_value', '副本的值', 'value of the copy'),
  ...about('copy_extract', '副本所在批次', 'extract of the copy'),
  ...about('copy_line', '副本所在行', 'line of the copy'),
  ...about('copy_observed', '副本记录时间', 'time of the copy'),
  ...about(
    'area_m2',
    '由几何图形按 CGCS2000 椭球面计算的面积，平方米',
    'area of the geometry on the CGCS2000 ellipsoid, square metres',
  ),
  ...about(
    'length_m',
    '由几何图形按 CGCS2000 椭球面计算的长度（面为各环之和），米',
    'length of the geometry (of an area: of its rings) on the CGCS2000 ellipsoid, metres',
  ),
  ...about('min_lon', '几何图形最西经度，度', 'westernmost longitude of the geometry, degrees'),
  ...about('min_lat', '几何图形最南纬度，度', 'southernmost latitude of the geometry, degrees'),
  ...about('max_lon', '几何图形最东经度，度', 'easternmost longitude of the geometry, degrees'),
  ...about('max_lat', '几何图形最北纬度，度', 'northernmost latitude of the geometry, degrees'),
})

/** What a column of the platform's own means, empty where its name says it. */
export function aboutColumn(locale: Locale, name: string): string {
  return hasText(`docs.about.${name}`) ? render(locale, `docs.about.${name}`) : ''
}
