import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.ledger.extract_taken': {
    kind: 'conflict',
    'zh-CN': '批次 {extract} 的文件已作为第 {other} 批收到（内容、方式、时点相同），无需重试。未做任何更改。',
    en: 'The file of extract {extract} has been taken as extract {other} (same bytes, mode and time); there is nothing to retry. Nothing was changed.',
  },
  'error.ledger.unreachable': {
    kind: 'transient',
    'zh-CN':
      '无法连接控制数据库 {server}：{reason}。未做任何更改。请确认该 PostgreSQL 已启动、地址正确、网络可达，再重试。',
    en: 'The control database {server} cannot be reached: {reason}. Nothing was changed. Check that this PostgreSQL runs, that the address is right and the network open, then try again.',
  },
  'error.ledger.refused': {
    kind: 'internal',
    'zh-CN':
      '控制数据库 {server} 拒绝了请求：{reason}。未做任何更改。请检查 SHUYUAN_DATABASE_URL 中的用户、口令、库名，以及该用户建立模式（schema）的权限。',
    en: 'The control database {server} refused: {reason}. Nothing was changed. Check user, password and database name in SHUYUAN_DATABASE_URL, and that this user may create a schema.',
  },
  'error.ledger.connection_lost': {
    kind: 'transient',
    'zh-CN': '与控制数据库 {server} 的连接中断：{reason}。未提交的更改已撤销。请确认数据库仍在运行后重试。',
    en: 'The connection to the control database {server} broke: {reason}. Changes not committed were undone. Check that the database still runs, then try again.',
  },
  'error.ledger.disk_full': {
    kind: 'internal',
    'zh-CN': '控制数据库 {server} 所在磁盘已满。未提交的更改已撤销。请腾出空间后重试。',
    en: 'The disk of the control database {server} is full. Changes not committed were undone. Free some space, then try again.',
  },
  'error.ledger.newer_schema': {
    kind: 'internal',
    'zh-CN':
      '控制数据库 {server} 由更新版本的程序建立（含本版本不认识的迁移 {migration}）。未做任何更改。请升级本程序后重试。',
    en: 'The control database {server} was made by a newer version of this program (it has the migration {migration}, unknown here). Nothing was changed. Upgrade this program and try again.',
  },
  'error.ledger.migration_failed': {
    kind: 'internal',
    'zh-CN': '控制数据库 {server} 的迁移 {migration} 失败：{reason}。该迁移已整体撤销，库仍为迁移前的状态。',
    en: 'The migration {migration} of the control database {server} failed: {reason}. It was undone as a whole; the database is as it was before.',
  },
  'error.ledger.no_binaries': {
    kind: 'internal',
    'zh-CN':
      '没有适用于 {platform} 的内置 PostgreSQL。请在此平台上重新执行 npm ci，或用 SHUYUAN_DATABASE_URL 指定已有的 PostgreSQL。',
    en: 'There is no embedded PostgreSQL for {platform}. Run npm ci again on this platform, or name a PostgreSQL of yours in SHUYUAN_DATABASE_URL.',
  },
  'error.ledger.folder_closed': {
    kind: 'internal',
    'zh-CN':
      '内置 PostgreSQL 不能以 root 运行，而它改用的账户无法穿过目录 {folder}。未做任何更改。请把 SHUYUAN_DATA（及程序）放到其他用户可进入的目录，或以普通用户运行，或用 SHUYUAN_DATABASE_URL 指定已有的 PostgreSQL。',
    en: 'The embedded PostgreSQL cannot run as root, and the account that it uses instead may not pass the folder {folder}. Nothing was changed. Put SHUYUAN_DATA (and the program) where other users may enter, run as an ordinary user, or name a PostgreSQL of yours in SHUYUAN_DATABASE_URL.',
  },
  'error.ledger.folder_unreadable': {
    kind: 'internal',
    'zh-CN':
      '无法读取内置数据库目录 {folder}（{reason}）。未做任何更改。它可能属于另一个用户：请用建立它的用户运行，或修正目录属主。',
    en: 'The folder {folder} of the embedded database cannot be read ({reason}). Nothing was changed. It may belong to another user: run as the user who made it, or correct its owner.',
  },
  'error.ledger.initdb_failed': {
    kind: 'internal',
    'zh-CN': '无法建立内置数据库目录 {folder}：{reason}。未留下任何内容。请检查目录权限与磁盘空间后重试。',
    en: 'The folder {folder} of the embedded database could not be made: {reason}. Nothing is left of it. Check its permissions and the free space, then try again.',
  },
  'error.ledger.start_failed': {
    kind: 'internal',
    'zh-CN': '内置数据库（{folder}）无法启动：{reason}。数据未改动。详见 {log}。',
    en: 'The embedded database in {folder} did not start: {reason}. Its data is unchanged. See {log}.',
  },
  'error.ledger.run_active': {
    kind: 'conflict',
    'zh-CN':
      '任务 {run}（{startedAt} 开始）仍在处理 {targets}，未建立新任务。请等它结束，或用 shuyuan runs show {run} 查看；若其进程已不在，重新启动 worker 会接着完成它。',
    en: 'Run {run} (started {startedAt}) still works on {targets}; no new run was made. Wait for it to end or look at it with: shuyuan runs show {run}. If its process is gone, a worker started again completes it.',
  },
  'error.ledger.unknown_run': {
    kind: 'not_found',
    'zh-CN': '没有编号为 {run} 的任务。用 shuyuan runs 查看已有任务。',
    en: 'There is no run {run}. See the known ones with: shuyuan runs',
  },
  'error.ledger.unknown_stage': {
    kind: 'internal',
    'zh-CN': '任务 {run} 没有阶段 {stage}。',
    en: 'Run {run} has no stage {stage}.',
  },
  'error.ledger.bad_transition': {
    kind: 'conflict',
    'zh-CN': '{subject} 处于“{state}”，不能执行“{event}”。状态未变。',
    en: '{subject} is {state}, which does not allow {event}. Its state is unchanged.',
  },
  'error.ledger.stage_before': {
    kind: 'internal',
    'zh-CN': '因前置阶段 {stage} 未通过（{status}），本阶段未执行。',
    en: 'Not carried out, because the stage {stage} before it ended as {status}.',
  },
  'error.ledger.unknown_extract': {
    kind: 'not_found',
    'zh-CN': '数据集 {dataset} 没有第 {seq} 次提取。',
    en: 'Dataset {dataset} has no extract {seq}.',
  },
  'error.ledger.unknown_delivery': {
    kind: 'internal',
    'zh-CN': '需求 {request} 没有第 {sequence} 次交付。',
    en: 'Request {request} has no delivery {sequence}.',
  },
  'error.ledger.append_only': {
    kind: 'internal',
    'zh-CN': '审计日志只能追加：修改与删除被数据库 {server} 拒绝，内容未变。',
    en: 'The audit log only grows: the database {server} refused to change or remove its lines; they are as they were.',
  },
  'error.ledger.reprocess_ended': {
    kind: 'internal',
    'zh-CN': '数据集 {dataset} 的重新处理 {reprocess} 已由另一进程结束；本次未作更改。',
    en: 'Reprocessing {reprocess} of dataset {dataset} was ended by another process; nothing was changed here.',
  },
  'error.ledger.damaged': {
    kind: 'damaged',
    'zh-CN': '控制数据库 {table} 中 {record} 的 {column} 内容不符合约定：{reason}。请从备份恢复该记录。',
    en: 'In the control database, {column} of {record} in {table} is not what was agreed: {reason}. Restore this record from a backup.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
