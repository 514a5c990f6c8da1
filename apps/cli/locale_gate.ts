import { defineTexts } from '../../core/locale.ts'

defineTexts({
  'gate.nothing_held': { 'zh-CN': '目前没有被门禁拦下的批次或版本。', en: 'No gate holds anything.' },
  'gate.held_extract': {
    'zh-CN': '拦下：数据集 {subject} 第 {extract} 批',
    en: 'Held: extract {extract} of dataset {subject}',
  },
  'gate.held_release': { 'zh-CN': '拦下：{subject} 的新版本', en: 'Held: the next release of {subject}' },
  'gate.given': {
    'zh-CN':
      '已登记第 {override} 号放行：{subject}。只对这一次、这一批（同样的输入）有效，下次运行时发布；之前可用 shuyuan gate revoke {override} 撤销。',
    en: 'Override {override} of {subject} is recorded. It is good once, for exactly this extract or these inputs; the next run publishes it. Until then `shuyuan gate revoke {override}` takes it back.',
  },
  'gate.revoked': { 'zh-CN': '第 {override} 号放行已撤销。', en: 'Override {override} is taken back.' },
  'gate.status.open': { 'zh-CN': '待用', en: 'open' },
  'gate.status.used': { 'zh-CN': '已用', en: 'used' },
  'gate.status.revoked': { 'zh-CN': '已撤销', en: 'taken back' },
  'gate.by_schedule': { 'zh-CN': '由计划 {schedule} 启动', en: 'started by schedule {schedule}' },
  'gate.by_hand': { 'zh-CN': '由 {trigger} 启动', en: 'started by {trigger}' },
  'gate.run': {
    'zh-CN': '运行 {run}（{trigger}，{started}）：{status}',
    en: 'Run {run} ({trigger}, {started}): {status}',
  },
  'gate.run_free': {
    'zh-CN': '这次运行没有任何内容被拦下，也没有失败或等待的阶段。',
    en: 'Nothing was held in this run; no stage failed or waited.',
  },
  'gate.kind.extract': {
    'zh-CN': '【入库门禁拦下】数据集 {subject} 第 {extract} 批，没有进入标准层，也没有进入任何版本。',
    en: '[Held by the gate of extracts] Extract {extract} of dataset {subject} went neither into the standard layer nor into any release.',
  },
  'gate.kind.release': {
    'zh-CN': '【发布门禁拦下】{subject} 的新版本已生成但没有发布。',
    en: '[Held by the release gate] The next release of {subject} was made and not published.',
  },
  'gate.kind.early': {
    'zh-CN': '【暂留】数据集 {subject} 有文件名称所写时点在未来，尚未采集',
    en: '[Held until its day] Dataset {subject} has files whose names date them in the future; they were not taken',
  },
  'gate.kind.failed': { 'zh-CN': '【失败】阶段 {stage}', en: '[Failed] Stage {stage}' },
  'gate.waited': { 'zh-CN': '【因此未运行的阶段】', en: '[Stages that did not run for it]' },
  'gate.kind.overridden': { 'zh-CN': '【经授权放行】{subject}', en: '[Let pass by an officer] {subject}' },
  'gate.found': { 'zh-CN': '原因：', en: 'Why: ' },
  'gate.stage_before': {
    'zh-CN': '它所依赖的阶段 {stage} 的结果是“{status}”',
    en: 'the stage before it, {stage}, ended as "{status}"',
  },
  'gate.stands': { 'zh-CN': '现状：', en: 'What stands: ' },
  'gate.stands.nothing': { 'zh-CN': '此前没有发布过任何版本。', en: 'nothing was published before.' },
  'gate.stands.extract': {
    'zh-CN': '{subject} 最近一次入库的是第 {number} 批（数据时间 {since}），继续有效。',
    en: 'extract {number} of {subject} (data as of {since}) is the last that was taken, and stays in force.',
  },
  'gate.stands.release': {
    'zh-CN': '{subject} 第 {number} 版自 {since} 起继续有效，查询、下发都以它为准。',
    en: 'release {number} of {subject} stands since {since}; queries and deliveries read it.',
  },
  'gate.now.extract': {
    'zh-CN': '{subject} 最近一次入库的是第 {number} 批（数据时间 {since}）。',
    en: 'extract {number} of {subject} (data as of {since}) is the last that was taken.',
  },
  'gate.now.release': {
    'zh-CN': '{subject} 第 {number} 版自 {since} 起有效。',
    en: 'release {number} of {subject} is in force since {since}.',
  },
  'gate.override.open': {
    'zh-CN': '放行：{officer} 于 {at} 放行（第 {override} 号），尚未使用。理由：{reason}',
    en: 'Override {override}: given by {officer} at {at}, not used yet. Reason: {reason}',
  },
  'gate.override.used': {
    'zh-CN': '放行：{officer} 于 {at} 放行（第 {override} 号），已使用。理由：{reason}',
    en: 'Override {override}: given by {officer} at {at}, used. Reason: {reason}',
  },
  'gate.override.revoked': {
    'zh-CN': '放行：{officer} 于 {at} 的放行（第 {override} 号）已撤销。',
    en: 'Override {override}: given by {officer} at {at}, taken back.',
  },
  'gate.next': { 'zh-CN': '下一步：', en: 'Next: ' },
  'gate.next.extract': {
    'zh-CN': '请 {department} 核对数据集 {subject} 的这批数据，更正后整批重新报送。',
    en: '{department} should check this extract of {subject}, mend it and send it again as a whole.',
  },
  'gate.next.release': {
    'zh-CN': '请平台管理人员核对 {subject} 各来源最近一批是否完整（shuyuan status），不完整的请部门补报。',
    en: 'the staff of the platform should check whether the latest extracts behind {subject} are complete (shuyuan status), and have departments send what is missing.',
  },
  'gate.next.override': {
    'zh-CN':
      '核实属实时，由授权人员放行：shuyuan gate override {target} --as <授权人> --reason <理由>，再运行一次即发布。',
    en: 'where the data are found to be right, an officer lets them pass: shuyuan gate override {target} --as <officer> --reason <reason>; the next run publishes.',
  },
  'gate.next.run': {
    'zh-CN': '再次运行（shuyuan run）即发布 {subject}。',
    en: 'the next run (shuyuan run) publishes {subject}.',
  },
  'gate.next.over': {
    'zh-CN': '无需处理：之后的运行已发布，或已被新的数据取代。',
    en: 'nothing: a later run has published it, or newer data have taken its place.',
  },
  'gate.next.early': {
    'zh-CN':
      '改正文件名或由负责人采集（见上），再次执行 shuyuan run；无需处理者到期自动采集。对此不用 gate override 放行。',
    en: 'correct the name or have an officer take the file (above), then `shuyuan run`; or wait for its day. `gate override` is not for it.',
  },
  'gate.next.failed': {
    'zh-CN': '排除上述原因后再次执行 shuyuan run，从此处继续；已发布的版本不受影响。放行对失败无效。',
    en: 'mend the cause, then `shuyuan run` goes on from here; what is published is untouched. A failure cannot be overridden.',
  },
  'gate.next.skipped': {
    'zh-CN': '先处理它所依赖的阶段，再次运行即可。',
    en: 'settle the stage before it, then run again.',
  },
  'gate.column.subject': { 'zh-CN': '对象', en: 'subject' },
  'gate.column.officer': { 'zh-CN': '授权人', en: 'officer' },
  'gate.column.given': { 'zh-CN': '放行时间', en: 'given' },
  'gate.column.id': { 'zh-CN': '编号', en: 'id' },
  'gate.column.status': { 'zh-CN': '状态', en: 'status' },
  'gate.column.reason': { 'zh-CN': '理由', en: 'reason' },
})
