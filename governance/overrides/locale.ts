import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'gate.overridden': {
    'zh-CN': '{subject} 经 {officer} 放行（第 {override} 号放行）。理由：{reason}',
    en: '{subject} was let pass by {officer} (override {override}). Reason: {reason}',
  },
  'gate.counts_differ': {
    'zh-CN':
      '数据集 {dataset} 第 {extract} 批已获放行，但现在判定为合格 {accepted} 行，被拦截时为 {before} 行（规则或所引用的数据已变），放行不适用，该批仍被拦截。请核对后撤销放行（shuyuan gate revoke {override}），请部门重新报送。',
    en: 'Extract {extract} of dataset {dataset} was to be let pass, but {accepted} of its rows are good now where {before} were when it was held: rules, or data that they look into, have changed. The override does not apply and the extract stays held. Check, revoke the override (shuyuan gate revoke {override}) and have the department send again.',
  },
  'error.pipelines.gate_nothing_held': {
    kind: 'not_found',
    'zh-CN': '{target} 没有被门禁拦下，无可放行。用 shuyuan gate list 查看被拦截的批次和版本。',
    en: 'No gate holds {target}; there is nothing to override. See `shuyuan gate list`.',
  },
  'error.pipelines.gate_several': {
    kind: 'conflict',
    'zh-CN': '运行 {run} 有多处被拦下：{held}。请逐一指明放行对象；未做任何更改。',
    en: 'Gates held several things in run {run}: {held}. Override each by its name; nothing was changed.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
