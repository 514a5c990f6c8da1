import { defineTexts, type Text } from '../../core/locale.ts'
import '../wording.ts'

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
  'error.cli.unknown_shell': {
    kind: 'usage',
    'zh-CN': '没有 {value} 的补全脚本。可用：{known}。',
    en: 'There is no completion for {value}. Known: {known}.',
  },
  'error.cli.source': {
    kind: 'usage',
    'zh-CN': '{file} 第 {line} 行第 {column} 列有语法错误：{reason}。请改正后重试；未做任何更改。',
    en: '{file}:{line}:{column} cannot be read: {reason}. Correct it and try again; nothing was changed.',
  },
  'error.cli.empty_query': {
    kind: 'usage',
    'zh-CN': '查询语句为空。例：shuyuan query "select count(*) from person"。',
    en: 'The query is empty. An example: shuyuan query "select count(*) from person".',
  },
  'error.cli.no_package': {
    kind: 'usage',
    'zh-CN': '没有数据包目录 {folder}。请核对路径。',
    en: 'There is no package folder {folder}. Check the path.',
  },
  'error.cli.no_key': {
    kind: 'usage',
    'zh-CN': '没有公钥文件 {path}。请用 --key 指定平台交给贵方的公钥（platform.pub.pem）。',
    en: 'There is no public key {path}. Name the one that the platform gave you (platform.pub.pem) with --key.',
  },
  'error.cli.project_exists': {
    kind: 'usage',
    'zh-CN': '{folder} 不是空目录，未写入任何内容。请换一个目录名。',
    en: '{folder} is not empty; nothing was written. Name another folder.',
  },
  'error.cli.project_name': {
    kind: 'usage',
    'zh-CN':
      '“{name}”不能作部署的名称，未写入任何内容。请用小写字母、数字、点、下划线和连字符，例如 my-province。',
    en: '"{name}" cannot name a deployment; nothing was written. Use small letters, digits, dots, underscores and hyphens, as my-province.',
  },
  'init.project': {
    'zh-CN': '部署已建立。接下来：cd {folder}，npm install，npx shuyuan check，npx shuyuan run。',
    en: 'The deployment is made. Next: cd {folder}, npm install, npx shuyuan check, npx shuyuan run.',
  },
  'init.done': {
    'zh-CN':
      '数据目录 {root} 已就绪，{folders} 个部门投放目录在其 drop/ 之下。放入文件后执行 shuyuan run；shuyuan doctor 可检查环境。',
    en: 'The data folder {root} is ready, with {folders} drop folders below drop/. Put files there, then `shuyuan run`; `shuyuan doctor` checks the machine.',
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
  'error.cli.not_a_demo': {
    kind: 'usage',
    'zh-CN': '{folder} 已存在且不是演示目录，未作任何改动。请用 --data 指定其他目录。',
    en: '{folder} exists and is not a demo folder; it was left alone. Name another with --data.',
  },
  'error.cli.unknown_department': {
    kind: 'usage',
    'zh-CN': '目录中没有部门 {id}。可用：{known}。',
    en: 'The catalogue has no department {id}. It has: {known}.',
  },
  'check.unlisted_dataset': {
    'zh-CN':
      '数据集 {dataset} 写在 catalog/datasets/{file}，但没有列入该目录的 index.ts，平台不会读取它。请列入，或删除该文件。',
    en: 'Dataset {dataset} is defined in catalog/datasets/{file} but no index.ts lists it: the platform does not read it. List it, or delete the file.',
  },
  'check.ok': {
    'zh-CN': '目录与配置一致：{datasets} 个数据集、{elements} 个数据元、{deliveries} 项交付。',
    en: 'Catalogue and configuration are consistent: {datasets} datasets, {elements} data elements, {deliveries} deliveries.',
  },
  'check.findings': {
    'zh-CN': '共 {count} 处问题，请改正后重试；未做任何更改。',
    en: '{count} problems. Correct them and try again; nothing was changed.',
  },
  'plan.stage': { 'zh-CN': '阶段', en: 'stage' },
  'plan.after': { 'zh-CN': '在其之后', en: 'after' },
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
  'query.masked': {
    'zh-CN': 'L3、L4 级数据已脱敏；--show 显示原值并记入审计日志。',
    en: 'Values of grade L3 and L4 are masked; --show gives them whole and is kept in the audit log.',
  },
  'query.more': {
    'zh-CN': '只显示前 {limit} 行；用 --limit 增加。',
    en: 'Only the first {limit} rows are shown; --limit for more.',
  },
  'worker.started': { 'zh-CN': '工作进程已启动，Ctrl-C 停止', en: 'Worker started; Ctrl-C stops it' },
  'worker.left': {
    'zh-CN': '{seconds} 秒内未能结束，现在离开；未完成的阶段由其他工作进程或下次启动时接续。',
    en: 'Not ended within {seconds} s; leaving now. The stage under way is taken up by another worker, or at the next start.',
  },
  'worker.stopping': { 'zh-CN': '正在完成手上的阶段后停止', en: 'Stopping after the stage under way' },
  'schedule.needs_worker': {
    'zh-CN': '计划已生效，由 shuyuan worker 执行（时区 Asia/Shanghai）。',
    en: 'In force; a `shuyuan worker` carries them out (time zone Asia/Shanghai).',
  },
  'status.last_run': { 'zh-CN': '最近一次运行：{id}（{status}）', en: 'Last run: {id} ({status})' },
  'status.waiting_files': {
    'zh-CN': '{files} 个文件待处理（shuyuan run --dry-run 可列出）。',
    en: '{files} files wait for a run (`shuyuan run --dry-run` lists them).',
  },
  'run.nothing_waits': { 'zh-CN': '没有待处理的文件。', en: 'No file waits.' },
  'status.no_run': {
    'zh-CN': '尚无运行。执行 shuyuan run 开始。',
    en: 'Nothing has run yet. `shuyuan run` begins.',
  },
  'trace.confirmed': {
    'zh-CN': '已由权威部门确认的记录；主键修复：{repair}',
    en: 'A confirmed record; key repair: {repair}',
  },
  'trace.unconfirmed': {
    'zh-CN': '未确认记录：权威部门没有此主键；主键修复：{repair}',
    en: 'An unconfirmed record: no register that confirms existence has this key; key repair: {repair}',
  },
  'trace.differs': {
    'zh-CN': '{dataset} 为“{value}”（{file} 第 {line} 行）',
    en: '{dataset} has "{value}" ({file} line {line})',
  },
  'trace.disputed': { 'zh-CN': '疑义数据：异议处理中', en: 'in dispute: an objection is open' },
  'trace.key_disputed': {
    'zh-CN': '此记录的主键有异议，正在处理。',
    en: 'An objection against the key of this record is open.',
  },
  'trace.provisional': { 'zh-CN': '暂用副本，待权威部门确认', en: 'provisional, from a copy' },
  'doctor.node': { 'zh-CN': 'Node {version}', en: 'Node {version}' },
  'doctor.node_old': {
    'zh-CN': 'Node {version} 过旧，需要 {least} 或更高',
    en: 'Node {version} is too old; {least} or later is needed',
  },
  'doctor.no_data': {
    'zh-CN': '数据目录 {root} 尚不存在；shuyuan init 或首次运行时创建',
    en: 'The data folder {root} does not exist yet; `shuyuan init` or the first run makes it',
  },
  'doctor.closed': {
    'zh-CN': '数据目录只有平台账号可读',
    en: "Data folders are the platform's account's alone",
  },
  'doctor.open': {
    'zh-CN': '其他账号可以读取 {folders}。请执行：{command}',
    en: 'Other accounts can read {folders}. Close them: {command}',
  },
  'doctor.space': {
    'zh-CN': '数据目录 {root} 可用 {gigabytes} GB',
    en: '{gigabytes} GB free at the data folder {root}',
  },
  'doctor.space_low': {
    'zh-CN': '数据目录 {root} 仅剩 {gigabytes} GB，建议至少 {least} GB；可执行 shuyuan vacuum',
    en: 'Only {gigabytes} GB free at {root}; at least {least} GB is advised. `shuyuan vacuum` frees some',
  },
  'doctor.drop': { 'zh-CN': '{count} 个部门投放目录可读', en: '{count} drop folders can be read' },
  'doctor.drop_missing': {
    'zh-CN': '投放目录 {folder} 不存在或不可读，请创建',
    en: 'The drop folder {folder} is missing or cannot be read; make it',
  },
  'doctor.servers': {
    'zh-CN': '台账 {ledger} 与队列（{queue}）可用',
    en: 'Ledger {ledger} and queue ({queue}) answer',
  },
  'doctor.schedules': {
    'zh-CN': '{count} 项计划已生效',
    en: '{count} schedules are in force',
  },
  'doctor.schedules_absent': {
    'zh-CN': '计划 {schedules} 未生效：不会自动运行。请启动 shuyuan worker，或执行 shuyuan schedule。',
    en: 'The schedules {schedules} are not in force: nothing runs by itself. Start a `shuyuan worker`, or run `shuyuan schedule`.',
  },
  'doctor.audit': {
    'zh-CN': '审计链完整，共 {entries} 条',
    en: 'The audit chain is whole: {entries} entries',
  },
  'doctor.rights_embedded': {
    'zh-CN':
      '内置台账的程序账号 {role} 不拥有台账的表，只能追加审计记录；所有者的口令存于数据目录，能以平台的操作系统账号登录者仍可改动，由审计链与存证（--anchor）查验',
    en: "The embedded ledger's account {role} owns no table and can only add to the audit log. Its owner's password lies in the data folder: who has the platform's account of the operating system can change it, which the audit chain and anchors (--anchor) show",
  },
  'doctor.rights': {
    'zh-CN': '台账账号 {role} 不拥有台账的表，只能追加审计记录',
    en: "The ledger's account {role} owns no table of the ledger and can only add to the audit log",
  },
  'doctor.rights_excess': {
    'zh-CN': '台账账号 {role} 权限过大（{what}），可改动审计日志。请按 docs/ledger.md“角色”一节另设应用账号',
    en: "The ledger's account {role} has more rights than it needs ({what}) and could change the audit log. Give the program an account of its own, as docs/ledger.md, Roles, says",
  },
  'doctor.superuser': { 'zh-CN': '超级用户', en: 'superuser' },
  'doctor.owner': { 'zh-CN': '拥有 {tables} 张表', en: 'owner of {tables} tables' },
  'doctor.lake': {
    'zh-CN': '数据湖 {tables} 张表的 {files} 个文件（{megabytes} MB）与记录的大小和摘要一致',
    en: 'The {files} files ({megabytes} MB) of the {tables} lake tables have their recorded size and hash',
  },
  'doctor.lake_file': {
    'zh-CN': '数据湖文件 {path} {fault}。请保全现场，并从备份恢复数据湖；共 {count} 个文件有误',
    en: 'The lake file {path} {fault}. Preserve the server, and restore the lake from a backup; {count} files are wrong',
  },
  'doctor.fault_missing': { 'zh-CN': '缺失', en: 'is missing' },
  'doctor.fault_size': { 'zh-CN': '的大小与记录不符', en: 'has another size than recorded' },
  'doctor.fault_content': {
    'zh-CN': '的内容与写入时的摘要不符',
    en: 'has other content than when it was written',
  },
  'doctor.fault_nameless': {
    'zh-CN': '的名称中没有摘要，不是本平台写入的',
    en: 'has no hash in its name, so the platform did not write it',
  },
  'doctor.fault_positions': {
    'zh-CN': '所列已删除行与日志不符（可删除该文件，平台会按日志重新生成）',
    en: 'lists other rows as deleted than the log does (it can be removed: the platform makes it again from the log)',
  },
  'doctor.anchors': {
    'zh-CN': '数据目录内 {count} 份数据包、回执、报告所记的审计链末端均与审计链一致',
    en: 'The audit chain agrees with the {count} packages, receipts and reports of the data folder',
  },
  'doctor.anchor_holds': {
    'zh-CN': '存证 {path} 有效：审计链前 {count} 条（至 {at}）与当时一致，其后又增至 {lines} 条',
    en: 'The anchor {path} holds: the first {count} lines of the audit chain (up to {at}) are as they were then; it now has {lines}',
  },
  'doctor.anchor_cut_off': {
    'zh-CN':
      '审计链被截短：存证 {path} 签名时已有 {count} 条（至 {at}），现仅有 {lines} 条。请保全现场并报告；如系从备份恢复，请说明恢复时点',
    en: 'The audit chain was cut off: it had {count} lines (up to {at}) when {path} was signed, and has {lines}. Preserve the server and report it; after a restore from a backup, say from when that was',
  },
  'doctor.anchor_rewritten': {
    'zh-CN':
      '审计链被改写：第 {count} 条与存证 {path} 签名时（至 {at}）不同，即使现有各条彼此衔接。请保全现场并报告',
    en: 'The audit chain was rewritten: line {count} is another than when {path} was signed (up to {at}), even where the lines fit each other. Preserve the server and report it',
  },
  'doctor.anchor_broken': {
    'zh-CN': '存证 {path} 的第 {count} 条仍在，但其前的第 {lines} 条之后已断裂。请保全现场并报告',
    en: 'Line {count} of the anchor {path} is there, but the chain before it breaks after line {lines}. Preserve the server and report it',
  },
  'doctor.anchor_altered': {
    'zh-CN': '存证 {path} 签名不符：文件被改动，不能证明任何事项。请向接收方取得原件',
    en: 'The signature of the anchor {path} does not fit: the file was changed and proves nothing. Get the original from who received it',
  },
  'doctor.anchor_other_platform': {
    'zh-CN':
      '存证 {path} 由另一密钥 {key} 签名：属于另一平台，或本平台密钥已被更换。请用 --key 给出接收方当时取得的公钥核对',
    en: 'Another key, {key}, signed the anchor {path}: it is of another platform, or the key here was replaced. Give the public key that the receiver was handed with --key',
  },
  'doctor.audit_broken': {
    'zh-CN': '审计链在第 {entries} 条之后断裂：记录被改动或缺失，请保全现场并报告',
    en: 'The audit chain breaks after entry {entries}: a line was changed or is missing. Preserve the server and report it',
  },
  'verify.ok': {
    'zh-CN': '数据包 {package} 有效：请求 {request} 第 {sequence} 包，{kind}，{rows} 行，第 {release} 版',
    en: 'Package {package} is valid: request {request}, number {sequence}, {kind}, {rows} rows, release {release}',
  },
  'receive.applied': {
    'zh-CN': '已应用数据包 {package}：{rows} 行写入表 {table}，回执 {receipt}',
    en: 'Applied package {package}: {rows} rows into table {table}; receipt {receipt}',
  },
  'receive.already': {
    'zh-CN': '数据包 {package} 此前已应用，未重复写入；回执 {receipt}',
    en: 'Package {package} was applied before; nothing was written again; receipt {receipt}',
  },
  'report.written': { 'zh-CN': '质量报告：{path}', en: 'Quality report: {path}' },
  'demo.generating': {
    'zh-CN': '生成模拟省份：{people} 人、{organisations} 个组织（种子 {seed}）',
    en: 'Generating a synthetic province: {people} people, {organisations} organisations (seed {seed})',
  },
  'demo.generated': {
    'zh-CN': '生成完毕（{seconds} 秒），部门数据在 {folder}',
    en: "Generated in {seconds} s; departments' files are in {folder}",
  },
  'demo.scores': { 'zh-CN': '各数据集质量评分', en: 'Quality scores by dataset' },
  'demo.second': {
    'zh-CN': '第二批（增量）数据到达，再次运行',
    en: 'A second batch (changes) arrives; running again',
  },
  'demo.received': { 'zh-CN': '盟市接收', en: 'Cities receive' },
  'demo.truth': {
    'zh-CN':
      '与真值比对：注入问题 {expected} 处，查出 {found}，误报 {unexpected}；基础库记录 {golden} 条，不一致 {different}',
    en: 'Against the truth: {expected} injected faults, {found} found, {unexpected} false alarms; {golden} golden records, {different} different',
  },
  'demo.next': { 'zh-CN': '接下来可以试试（数据在 {data}）：', en: 'What to try next (data in {data}):' },
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
