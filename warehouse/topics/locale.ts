import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.topics.no_model': {
    kind: 'internal',
    'zh-CN':
      '主题库 {topic} 在目录中有声明，但没有对应的查询。未生成任何内容；请在 warehouse/topics 中补上。',
    en: 'Topic {topic} is declared in the catalogue but has no query. Nothing was made; add one in warehouse/topics.',
  },
  'topics.shrunk': {
    'zh-CN':
      '主题库 {topic} 本次生成 {rows} 行，上一版本有 {last} 行，低于发布门槛 {least} 行。本次未发布，上一版本继续有效。请核对其来源基础库；确属减少时，在目录中调整 minShareOfLast 后重新运行。',
    en: 'The build of topic {topic} has {rows} rows where the last release had {last}; the gate asks for at least {least}. It was not published and the last release stands. Check the foundations that it is made of; if the loss is real, change minShareOfLast in the catalogue and run again.',
  },
  'topics.check_failed': {
    'zh-CN':
      '主题库 {topic} 未通过检查 {check}（列 {columns}）：{failed} 处不符。本次未发布，上一版本继续有效；请核对其来源基础库，并把本条交给平台工程师。',
    en: 'Topic {topic} fails its check {check} (columns {columns}) in {failed} places. It was not published and the last release stands; check the foundations that it is made of, and give this line to the platform engineers.',
  },
  'topics.inputs_missing': {
    'zh-CN': '主题库 {topic} 所需的基础库 {missing} 尚未发布，本次未生成。发布后再次运行即可。',
    en: 'Topic {topic} needs foundation {missing}, which has no release yet; it was not built. Run again when it has.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
