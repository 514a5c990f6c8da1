import { defineTexts } from '../../core/locale.ts'

defineTexts({
  'error.cli.bad_day': {
    'zh-CN': '--date 须为日期（YYYY-MM-DD），收到 {value}；未写出任何文件。',
    en: '--date takes a day as YYYY-MM-DD, not {value}; nothing was written.',
  },
  'error.cli.bad_base': {
    'zh-CN': '--base 须为 http 或 https 地址，收到 {value}；未写出任何文件。',
    en: '--base takes an http or https address, not {value}; nothing was written.',
  },
  'error.cli.bad_locale': {
    'zh-CN': '--locale 只能是 {known}，收到 {value}；未写出任何文件。',
    en: '--locale takes one of {known}, not {value}; nothing was written.',
  },
  'error.cli.out_folder': {
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
  'catalogue.entries': {
    'zh-CN': '目录条目：{count}（{levels}）',
    en: 'Catalogue entries: {count} ({levels})',
  },
})
