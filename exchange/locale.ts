import { defineTexts } from '../core/locale.ts'
import './locale_reasons.ts'

/** Wording of the errors of backflow: building, verifying, receiving, receipts. */
const texts = defineTexts({
  'error.exchange.refused': {
    kind: 'forbidden',
    'zh-CN':
      '盟市 {city} 的需求 {request} 不符合回流条件，共 {count} 项：{reasons_zh}。未生成也未送出任何数据；请逐项补正 jobs.config.ts 中的该需求后重试。',
    en: 'Request {request} of city {city} is not entitled, for {count} reason(s): {reasons_en}. Nothing was built or sent; correct the request in jobs.config.ts and run it again.',
  },
  'error.exchange.not_entitled': {
    kind: 'internal',
    'zh-CN':
      '需求 {request}（基础库 {foundation}）没有经过授权核验，未生成回流包。这是平台程序错误，请报告。',
    en: 'Request {request} (foundation {foundation}) did not pass the entitlement check; no package was built. This is a fault of the platform: report it.',
  },
  'error.exchange.full_only': {
    kind: 'conflict',
    'zh-CN':
      '需求 {request} 没有可用于关联的主键或只约定全量交付，不能生成增量包。请改为全量（full）。未生成任何文件。',
    en: 'Request {request} has no usable key or asks for full packages only, so no incremental package can be built. Send a full one. Nothing was written.',
  },
  'error.exchange.key_unreadable': {
    kind: 'damaged',
    'zh-CN':
      '密钥文件 {path} 损坏或格式不对。请从备份恢复该文件；不要删除后重建，否则已交付的包将无法验证或关联。',
    en: 'The key file {path} is damaged or of the wrong kind. Restore it from a backup; do not let it be created anew, or packages sent before can no longer be verified or joined.',
  },
  'error.exchange.key_exposed': {
    kind: 'internal',
    'zh-CN':
      '密钥文件 {path} 可被其他用户读取，已拒绝使用。请执行 chmod 600 后重试，并评估是否需要更换密钥。',
    en: 'The key file {path} can be read by other users, so it is not used. Run chmod 600 on it, try again, and consider whether the key must be replaced.',
  },
  'error.exchange.readback_differs': {
    kind: 'internal',
    'zh-CN':
      '包 {package} 的 {file} 回读后与应有内容不一致（列 {column}）。该包不可用，未交付或未入库；请重新生成，若再次出现请报告。',
    en: 'Reading back {file} of package {package} gave other values than it must hold (column {column}). The package is unusable and was neither released nor applied; build it again, and report it if it happens twice.',
  },
  'error.exchange.readback_failed': {
    kind: 'internal',
    'zh-CN':
      '包 {package} 的 {file} 无法按 Parquet 完整读取。该包不可用，未交付或未入库；请重新获取或重新生成。',
    en: '{file} of package {package} cannot be read through as Parquet. The package is unusable and was neither released nor applied; fetch or build it again.',
  },
  'error.exchange.schema_mismatch': {
    kind: 'invalid',
    'zh-CN':
      '包 {package} 的数据文件结构与清单不符：文件为 {found}，清单为 {wanted}。未入库；请向平台索取正确的包。',
    en: 'The data file of package {package} does not have the columns of its manifest: it has {found}, the manifest says {wanted}. Nothing was applied; ask the platform for a correct package.',
  },
  'error.exchange.package_missing': {
    kind: 'not_found',
    'zh-CN': '目录 {folder} 中没有 manifest.json，不是回流包。请检查路径；若传输未完成，请等待完成后重试。',
    en: 'There is no manifest.json in {folder}: it is not a package. Check the path, or wait until the transfer is complete.',
  },
  'error.exchange.manifest_invalid': {
    kind: 'invalid',
    'zh-CN':
      '{folder} 的 manifest.json 无效（{reason}）。内容已损坏、被改动或来自更新的版本；未入库，请重新获取该包。',
    en: 'manifest.json in {folder} is not valid ({reason}): damaged, changed, or from a newer version. Nothing was applied; fetch the package again.',
  },
  'error.exchange.package_path': {
    kind: 'invalid',
    'zh-CN':
      '{folder} 的清单列有不允许的文件名 {name}。该包可能被恶意伪造，未读取其中任何文件；请联系平台核实来源。',
    en: 'The manifest in {folder} lists a file name that is not allowed: {name}. The package may be hostile and none of its files was read; ask the platform where it came from.',
  },
  'error.exchange.unsigned': {
    kind: 'invalid',
    'zh-CN': '{folder} 的清单没有签名，不予接收。请向平台索取已签名的包。',
    en: 'The manifest in {folder} is not signed and is not accepted. Ask the platform for the signed package.',
  },
  'error.exchange.signature_invalid': {
    kind: 'invalid',
    'zh-CN':
      '{folder} 的签名不成立（签名密钥 {key}，信任的密钥 {trusted}）：内容被改动，或不是平台签发。未入库；请核对平台公钥后重新获取。',
    en: 'The signature in {folder} does not hold (signed by {key}, trusted is {trusted}): the content was changed or the platform did not sign it. Nothing was applied; check the platform key and fetch the package again.',
  },
  'error.exchange.wrong_city': {
    kind: 'forbidden',
    'zh-CN': '包 {package} 是发给 {city} 的，不是本地 {own}。未入库；请勿留存，并通知平台。',
    en: 'Package {package} is meant for {city}, not for {own}. Nothing was applied; do not keep it, and tell the platform.',
  },
  'error.exchange.file_missing': {
    kind: 'invalid',
    'zh-CN': '包 {package} 缺少文件 {file}。未入库；若传输未完成请等待，否则重新获取该包。',
    en: 'Package {package} lacks the file {file}. Nothing was applied; wait for the transfer to finish or fetch the package again.',
  },
  'error.exchange.file_extra': {
    kind: 'invalid',
    'zh-CN': '包 {package} 的目录里有清单之外的文件 {file}。未入库；请确认来源，移出该文件后重试。',
    en: 'The folder of package {package} holds a file that its manifest does not list: {file}. Nothing was applied; find out where it came from, move it away and try again.',
  },
  'error.exchange.file_changed': {
    kind: 'invalid',
    'zh-CN':
      '包 {package} 的文件 {file} 与清单的大小或 SHA-256 不符，已损坏或被改动。未入库；请重新获取该包。',
    en: 'File {file} of package {package} does not have the size or SHA-256 of the manifest: damaged or changed. Nothing was applied; fetch the package again.',
  },
  'error.exchange.gap': {
    kind: 'conflict',
    'zh-CN':
      '需求 {request} 的包不连续：已入库到第 {last} 号，收到的是第 {sequence} 号（{package}）。未入库；请先接收第 {from} 至 {to} 号包，或向平台申请一个新的全量包。',
    en: 'The packages of request {request} have a gap: number {last} is the last one applied, {package} is number {sequence}. Nothing was applied; receive numbers {from} to {to} first, or ask the platform for a new full package.',
  },
  'error.exchange.outdated': {
    kind: 'conflict',
    'zh-CN':
      '包 {package}（第 {sequence} 号）早于需求 {request} 已入库的第 {last} 号，内容已被取代，未入库。无需处理。',
    en: 'Package {package} (number {sequence}) is older than number {last} of request {request}, which is applied and replaces it. Nothing was applied and nothing needs to be done.',
  },
  'error.exchange.package_conflict': {
    kind: 'conflict',
    'zh-CN':
      '包 {package} 与本地已入库的 {applied} 不衔接：同号内容不同，或前一包的摘要不一致。未入库；请联系平台核实，必要时申请新的全量包。',
    en: 'Package {package} does not fit {applied}, which is applied here: same number with other content, or another predecessor. Nothing was applied; clear it up with the platform, and ask for a new full package if needed.',
  },
  'error.exchange.shape_differs': {
    kind: 'conflict',
    'zh-CN':
      '增量包 {package} 的字段、脱敏方式或区划范围与本地表不同（需求 {request} 已变更）。未入库；请向平台申请一个新的全量包。',
    en: 'Fields, masks or row scope of incremental package {package} differ from those of the local table: request {request} was changed. Nothing was applied; ask the platform for a new full package.',
  },
  'error.exchange.target_unreachable': {
    kind: 'transient',
    'zh-CN':
      '无法使用目标库 {target}：{reason}。目标库未被改动；请确认其已启动、可写且未被其他程序占用，然后重试。',
    en: 'The target database {target} cannot be used: {reason}. It was not changed; make sure that it runs, is writable and not in use by another program, then try again.',
  },
  'error.exchange.target_refused': {
    kind: 'internal',
    'zh-CN':
      '目标库 {target} 拒绝了写入（代码 {reason}；42P07 表示已有同名表且不是由回流包建立）。已整体回滚；请检查同名表、依赖的视图和权限后重试。',
    en: 'The target database {target} refused the write (code {reason}; 42P07 means that a table of that name exists which no package made). Everything was rolled back; check that table, views that depend on it and your rights, then try again.',
  },
  'error.exchange.receipt_invalid': {
    kind: 'invalid',
    'zh-CN':
      '回执 {path} 无效（{reason}：shape 格式，signature 签名，key 不是该盟市已登记的密钥）。交付状态未改变；请盟市重新运行接收命令生成回执。',
    en: 'The receipt {path} is not valid ({reason}: shape, signature, or key not the one known of this city). The delivery is unchanged; the city should run receive again to write it anew.',
  },
  'error.exchange.receipt_unknown': {
    kind: 'invalid',
    'zh-CN':
      '回执 {path} 所述的包 {package}（需求 {request}）与平台交付的不一致。交付状态未改变；请核对是否放错目录或被替换。',
    en: 'The receipt {path} speaks of package {package} of request {request}, which is not what the platform delivered. The delivery is unchanged; check whether it lies in the wrong folder or was replaced.',
  },
})

declare module '../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
