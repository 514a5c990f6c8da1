import { defineTexts, onIncompleteText } from '../../core/locale.ts'
import '../../apps/wording.ts'

// Whatever a test has the platform say must have its words: no raw code and no empty placeholder reaches a person.
onIncompleteText((key, field) => {
  throw new Error(field ? `the text ${key} was not given {${field}}` : `no table has the text ${key}`)
})

/** Errors that tests make up. */
const texts = defineTexts({
  'error.test.terminal': {
    kind: 'internal',
    'zh-CN': '测试：再试无益。',
    en: 'A test: trying again does not help.',
  },
  'error.test.transient': {
    kind: 'transient',
    'zh-CN': '测试：可再试。',
    en: 'A test: trying again may help.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
