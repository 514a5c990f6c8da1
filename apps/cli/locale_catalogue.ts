import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.cli.bad_day': {
    kind: 'usage',
    'zh-CN': '--date 须为日期（YYYY-MM-DD），收到 {value}；未写出任何文件。',
    en: '--date takes a day as YYYY-MM-DD, not {value}; nothing was written.',
  },
  'error.cli.bad_base': {
    kind: 'usage',
    'zh-CN': '--base 须为 http 或 https 地址，收到 {value}；未写出任何文件。',
    en: '--base takes an http or https address, not {value}; nothing was written.',
  },
  'error.cli.bad_locale': {
    kind: 'usage',
    'zh-CN': '--locale 只能是 {known}，收到 {value}；未写出任何文件。',
    en: '--locale takes one of {known}, not {value}; nothing was written.',
  },
  'error.cli.out_folder': {
    kind: 'usage',
    'zh-CN': '无法写入 {path}（{reason}）。请检查权限，或用 --out 指定其他目录；可能已写出部分文件。',
    en: '{path} cannot be written ({reason}). Check its permissions or name another folder with --out; some files may have been written.',
  },
  'catalogue.written': {
    'zh-CN': '已写出 {count} 个文件到 {out}',
    en: '{count} files written to {out}',
  },
  'catalogue.none': { 'zh-CN': '无', en: 'none' },
  'catalogue.provides': { 'zh-CN': '应提供的登记册', en: 'Registers to provide' },
  'catalogue.obtains': {
    'zh-CN': '应通过共享获取、不得重复采集的数据元',
    en: 'Elements to obtain by sharing, not to collect',
  },
  'catalogue.divides': {
    'zh-CN': '与其他部门分工采集的数据元',
    en: 'Elements collected by a division of labour',
  },
  'catalogue.file_names': {
    'zh-CN':
      '批次文件名：{dataset}_full_YYYYMMDD[Thhmm].csv（全量）或 {dataset}_delta_YYYYMMDD[Thhmm].csv（增量，带操作标志 I/U/D）；见 docs/extracts.md',
    en: 'Names of extracts: {dataset}_full_YYYYMMDD[Thhmm].csv (full dump) or {dataset}_delta_YYYYMMDD[Thhmm].csv (delta, with an operation I/U/D); see docs/extracts.md',
  },
  'catalogue.keys': {
    'zh-CN': '主键：{key}；区分同一主体多条记录的字段：{records}；更新时间：{time}',
    en: 'Key: {key}; fields that tell the records of one subject apart: {records}; event time: {time}',
  },
  'catalogue.drift.freeze': {
    'zh-CN': '列有变化时：拒收文件（freeze）',
    en: 'When columns differ: the file is refused (freeze)',
  },
  'catalogue.drift.evolve': {
    'zh-CN': '列有变化时：多出的列留存在原始层（evolve）',
    en: 'When columns differ: further ones are kept in the raw layer (evolve)',
  },
  'catalogue.drift.discard': {
    'zh-CN': '列有变化时：多出的列不取（discard）',
    en: 'When columns differ: further ones are left out (discard)',
  },
  'catalogue.headerless': {
    'zh-CN': '全量文件可以没有表头，列按字段顺序',
    en: 'A full dump may come without a header, its columns in the order of the fields',
  },
  'catalogue.codes': {
    'zh-CN': '代码表 {table}（{id}，{standard}）：',
    en: 'Codes of {table} ({id}, {standard}):',
  },
  'catalogue.codes_of': {
    'zh-CN': '  字段 {field}，部门代码对应：{mapping}',
    en: "  field {field}, from the department's own codes: {mapping}",
  },
  'catalogue.entries': {
    'zh-CN': '目录条目：{count}（{levels}）',
    en: 'Catalogue entries: {count} ({levels})',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
