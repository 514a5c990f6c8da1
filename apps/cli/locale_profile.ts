import { defineTexts } from '../../core/locale.ts'
import './locale_catalogue.ts'

defineTexts({
  'error.cli.bad_layer': {
    'zh-CN': '--layer 只能是 {known}，收到 {value}。未读取任何数据。',
    en: '--layer takes one of {known}, not {value}. Nothing was read.',
  },
  'error.cli.bad_extract': {
    'zh-CN': '--extract 须为批次号（正整数），收到 {value}。未读取任何数据。',
    en: '--extract takes the number of an extract, not {value}. Nothing was read.',
  },
  'profile.written': { 'zh-CN': '已写出 {path}', en: '{path} written' },
})
