import { defineTexts, type Text } from '../../core/locale.ts'

const column = (name: string, zh: string, en: string): Record<string, Text> => ({
  [`column.${name}`]: { 'zh-CN': zh, en },
})
const state = (name: string, zh: string, en: string): Record<string, Text> => ({
  [`state.${name}`]: { 'zh-CN': zh, en },
})

const texts = defineTexts({
  'error.cli.data_root': {
    kind: 'usage',
    'zh-CN':
      '无法创建或写入数据目录 {path}（{reason}）。请检查权限，或用 --data 指定其他目录；未做任何更改。',
    en: 'The data folder {path} cannot be made or written ({reason}). Check its permissions or name another with --data; nothing was changed.',
  },
  'error.cli.usage': {
    kind: 'usage',
    'zh-CN': '命令写法有误：{reason}。shuyuan --help 列出命令与选项。',
    en: 'The command is not right: {reason}. `shuyuan --help` lists commands and options.',
  },
  'error.cli.no_data': {
    kind: 'usage',
    'zh-CN':
      '数据目录 {path} 不存在，未创建任何内容。请核对 --data（或 SHUYUAN_DATA）；新部署请执行 shuyuan init。',
    en: 'There is no data folder {path}; nothing was made. Check --data (or SHUYUAN_DATA); `shuyuan init` makes a new one.',
  },
  'error.cli.unknown_language': {
    kind: 'usage',
    'zh-CN': '不支持语言“{value}”。可用：{known}。',
    en: 'There is no language "{value}". Known: {known}.',
  },
  'error.cli.source': {
    kind: 'usage',
    'zh-CN': '{file} 第 {line} 行第 {column} 列有语法错误：{reason}。请改正后重试；未做任何更改。',
    en: '{file}:{line}:{column} cannot be read: {reason}. Correct it and try again; nothing was changed.',
  },
  'error.cli.no_key': {
    kind: 'usage',
    'zh-CN': '没有公钥文件 {path}。请用 --key 指定平台交给贵方的公钥（platform.pub.pem）。',
    en: 'There is no public key {path}. Name the one that the platform gave you (platform.pub.pem) with --key.',
  },
  'error.cli.unexpected': {
    kind: 'internal',
    'zh-CN':
      '出现未预料的错误（{name}，{code}）。已发布的版本不变。请以 SHUYUAN_LOG=debug 重新执行并把日志交给平台工程师。',
    en: 'Something unforeseen failed ({name}, {code}). Published versions are unchanged. Run again with SHUYUAN_LOG=debug and give the log to the platform engineers.',
  },
  'error.cli.bad_run_id': {
    kind: 'usage',
    'zh-CN': '{id} 不是运行编号。shuyuan runs list 可列出运行。',
    en: '{id} is not the number of a run. `shuyuan runs list` lists them.',
  },
  'error.cli.bad_limit': {
    kind: 'usage',
    'zh-CN': '--limit 须为正整数，收到 {value}。',
    en: '--limit takes a positive whole number, not {value}.',
  },
  'error.cli.bad_number': {
    kind: 'usage',
    'zh-CN': '--{option} 须为正数，收到 {value}。',
    en: '--{option} takes a positive number, not {value}.',
  },
  'error.cli.unknown_department': {
    kind: 'usage',
    'zh-CN': '目录中没有部门 {id}。可用：{known}。',
    en: 'The catalogue has no department {id}. It has: {known}.',
  },
  'run.resuming': {
    'zh-CN': '先完成此前中断的同目标运行 {id}',
    en: 'Going on with run {id} of the same targets, which was cut off',
  },
  'run.waiting': {
    'zh-CN': '运行 {id} 正由另一进程对同样的目标执行，等待其结束',
    en: 'Run {id}, which another process carries out on the same targets, ends first',
  },
  'run.leaving': {
    'zh-CN': '完成手上的阶段后停止；再按一次 Ctrl-C 立即停止',
    en: 'Leaving after the stage under way; Ctrl-C again leaves at once',
  },
  'run.left_at_once': {
    'zh-CN': '已立即停止。没有发布一半的内容，再次执行 shuyuan run 即继续。',
    en: 'Left at once. Nothing is half published; `shuyuan run` goes on from here.',
  },
  'run.would_run': { 'zh-CN': '将依次执行：{stages}', en: 'Would run: {stages}' },
  'run.succeeded': {
    'zh-CN': '运行 {id} 完成。详情：shuyuan runs show {id}',
    en: 'Run {id} done. Details: shuyuan runs show {id}',
  },
  'run.nothing_new': {
    'zh-CN': '运行 {id}：没有新数据。详情：shuyuan runs show {id}',
    en: 'Run {id}: nothing new. Details: shuyuan runs show {id}',
  },
  'run.done_with_refusals': {
    'zh-CN': '运行 {id} 完成，但有未接收的内容需要处理。详情：shuyuan runs show {id}',
    en: 'Run {id} done, but something was refused and needs a person. Details: shuyuan runs show {id}',
  },
  'run.blocked': {
    'zh-CN': '运行 {id} 被门禁拦截，上一版本继续有效。详情：shuyuan runs show {id}',
    en: 'Run {id} was blocked by a gate; the last version stands. Details: shuyuan runs show {id}',
  },
  'run.failed': {
    'zh-CN': '运行 {id} 有阶段失败：失败及其后的部分保持上一版本，其余有效。详情：shuyuan runs show {id}',
    en: 'Run {id} failed in part: what failed, and what comes after it, stands as it was last published; the rest is done. Details: shuyuan runs show {id}',
  },
  'run.result.build': {
    'zh-CN': '第 {release} 版：{golden} 条，{conflicts} 处分歧',
    en: 'release {release}: {golden} records, {conflicts} conflicts',
  },
  'run.result.deliver': { 'zh-CN': '{package}：{rows} 行', en: '{package}: {rows} rows' },
  'run.recurring': { 'zh-CN': '{problem}（同类共 {count} 条）', en: '{problem} ({count} of this kind)' },
  'run.nothing_waits': { 'zh-CN': '没有待处理的文件。', en: 'No file waits.' },
  'status.no_run': {
    'zh-CN': '尚无运行。执行 shuyuan run 开始。',
    en: 'Nothing has run yet. `shuyuan run` begins.',
  },
  'doctor.schedules_absent': {
    'zh-CN': '计划 {schedules} 未生效：不会自动运行。请启动 shuyuan worker，或执行 shuyuan schedule。',
    en: 'The schedules {schedules} are not in force: nothing runs by itself. Start a `shuyuan worker`, or run `shuyuan schedule`.',
  },
  'report.written': { 'zh-CN': '质量报告：{path}', en: 'Quality report: {path}' },
  'grade.excellent': { 'zh-CN': '优', en: 'excellent' },
  'grade.good': { 'zh-CN': '良', en: 'good' },
  'grade.fair': { 'zh-CN': '中', en: 'fair' },
  'grade.pass': { 'zh-CN': '合格', en: 'pass' },
  'grade.fail': { 'zh-CN': '不合格', en: 'fail' },
  ...column('id', '编号', 'id'),
  ...column('status', '状态', 'status'),
  ...column('trigger', '触发', 'trigger'),
  ...column('targets', '目标', 'targets'),
  ...column('started', '开始', 'started'),
  ...column('took', '用时', 'took'),
  ...column('stage', '阶段', 'stage'),
  ...column('attempts', '尝试', 'attempts'),
  ...column('counts', '计数', 'counts'),
  ...column('outputs', '输出', 'outputs'),
  ...column('result', '结果', 'result'),
  ...column('department', '部门', 'department'),
  ...column('dataset', '数据集', 'dataset'),
  ...column('file', '文件', 'file'),
  ...column('files', '文件数', 'files'),
  ...column('bytes', '字节', 'bytes'),
  ...column('received', '收到', 'received'),
  ...column('accepted', '合格', 'accepted'),
  ...column('quarantined', '隔离', 'quarantined'),
  ...column('extracts', '批次', 'extracts'),
  ...column('waiting', '待处理', 'waiting'),
  ...column('refused', '未接收', 'refused'),
  ...column('as_of', '数据截至', 'as of'),
  ...column('foundation', '基础库', 'foundation'),
  ...column('release', '版本', 'release'),
  ...column('golden', '记录', 'records'),
  ...column('conflicts', '分歧', 'conflicts'),
  ...column('published', '发布时间', 'published'),
  ...column('request', '请求', 'request'),
  ...column('sequence', '序号', 'sequence'),
  ...column('kind', '类型', 'kind'),
  ...column('rows', '行数', 'rows'),
  ...column('built', '生成时间', 'built'),
  ...column('table', '表', 'table'),
  ...column('cron', '计划', 'cron'),
  ...column('next', '下次', 'next'),
  ...column('element', '数据元', 'element'),
  ...column('value', '值', 'value'),
  ...column('authority', '数源部门', 'authority'),
  ...column('line', '行', 'line'),
  ...column('observed', '更新时间', 'observed'),
  ...column('note', '说明', 'note'),
  ...column('score', '评分', 'score'),
  ...column('grade', '等级', 'grade'),
  ...state('pending', '等待', 'pending'),
  ...state('running', '进行中', 'running'),
  ...state('succeeded', '成功', 'succeeded'),
  ...state('failed', '失败', 'failed'),
  ...state('blocked', '被拦截', 'blocked'),
  ...state('skipped', '未执行', 'skipped'),
  ...state('nothing_new', '无新数据', 'nothing new'),
  ...state('skipped_after', '因 {after} 未完成而未执行', 'skipped after {after}'),
  ...state('refused', '未接收', 'refused'),
  ...state('done_with_refusals', '完成，有未接收', 'done with refusals'),
  ...state('building', '生成中', 'building'),
  ...state('delivered', '已交付', 'delivered'),
  ...state('received', '已签收', 'received'),
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
