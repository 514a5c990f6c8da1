import { defineTexts } from './locale.ts'

defineTexts({
  'error.core.bad_setting': {
    'zh-CN': '环境变量 {name} 的值无效：{reason}。请改正后重试；未做任何更改。',
    en: 'The environment variable {name} is not valid: {reason}. Correct it and try again; nothing was changed.',
  },
})
