import { defineTexts } from '../core/locale.ts'

const NOTHING_TAKEN = {
  zh: '文件已原样留存于落地区，未采集任何记录。',
  en: 'The file stays in landing as received; no record was taken.',
} as const

const texts = defineTexts({
  'error.connectors.file_changing': {
    kind: 'transient',
    'zh-CN':
      '数据集 {dataset} 的文件 {file} 在读取时仍在变化，未落地任何内容；写入完成后下一次扫描会自动采集。',
    en: 'File {file} of dataset {dataset} changed while it was read; nothing was landed. The next scan takes it once it is complete.',
  },
  'error.connectors.source_gone': {
    kind: 'not_found',
    'zh-CN': '数据集 {dataset} 的文件 {file} 在读取前已被移走或被替换为链接，未落地任何内容。请重新投放。',
    en: 'File {file} of dataset {dataset} was moved away or replaced by a link before it could be read; nothing was landed. Send it again.',
  },
  'error.connectors.source_missing': {
    kind: 'not_found',
    'zh-CN':
      '{department} 的数据集 {dataset} 的来源 {place} 不存在（{reason}），未采集任何内容。请创建该位置，或改正 jobs.config.ts 的 sources。',
    en: 'The place {place} that dataset {dataset} of {department} is taken from is not there ({reason}); nothing was taken. Make it, or correct `sources` in jobs.config.ts.',
  },
  'error.connectors.source_unreadable': {
    kind: 'forbidden',
    'zh-CN':
      '{department} 的数据集 {dataset} 的来源 {place} 无法读取（{reason}），未采集任何内容。请为运行平台的账户授予读取和进入权限。',
    en: 'The place {place} that dataset {dataset} of {department} is taken from cannot be read ({reason}); nothing was taken. Grant the account that runs the platform the right to read and enter it.',
  },
  'error.connectors.sink_refused': {
    kind: 'forbidden',
    'zh-CN':
      '交付 {delivery}（{city}）的目的地 {place} 拒绝平台账户的访问（{reason}），那里没有任何更改。请授予该账户读写权限后重试。',
    en: 'The place {place} of delivery {delivery} (for {city}) refuses the account of the platform ({reason}); nothing was changed there. Grant it the right to read and write, and try again.',
  },
  'error.connectors.sink_full': {
    kind: 'internal',
    'zh-CN':
      '交付 {delivery}（{city}）的目的地 {place} 空间已满（{reason}），未留下不完整的数据包。请释放空间后重试。',
    en: 'The place {place} of delivery {delivery} (for {city}) is full ({reason}); no half package was kept. Free space there and try again.',
  },
  'error.connectors.sink_failed': {
    kind: 'internal',
    'zh-CN':
      '交付 {delivery}（{city}）的目的地 {place} 暂时无法使用（{reason}），未留下不完整的数据包。请排除故障后重试。',
    en: 'The place {place} of delivery {delivery} (for {city}) cannot be used now ({reason}); no half package was kept. Mend it and try again.',
  },
  'error.connectors.package_differs': {
    kind: 'conflict',
    'zh-CN':
      '{place} 中已有名为 {package} 的数据包（交付 {delivery}，{city}），但其文件 {file} 与要交付的不同；已有的未更改。请查明该文件由谁改动或放入，并将其移开。',
    en: '{place} has a package {package} already (delivery {delivery}, for {city}), whose file {file} is not that of the package to be delivered; it was left as it is. Find out who changed it or put it there, and move it away.',
  },
  'error.connectors.package_damaged': {
    kind: 'damaged',
    'zh-CN':
      '数据包 {package}（交付 {delivery}，{city}）的文件 {file} 在写出之后被改动或缺失，未交付到 {place}。请再次执行，数据包会重新生成。',
    en: 'File {file} of package {package} (delivery {delivery}, for {city}) is missing or was changed after it was written; nothing was delivered to {place}. Run it again: the package is made anew.',
  },
  'connectors.trial.list': {
    'zh-CN': '可以列出 {place} 中的名称（{count} 个）',
    en: 'the names in {place} can be listed ({count})',
  },
  'connectors.trial.read': {
    'zh-CN': '可以读取 {place} 中待采集的文件（{count} 个）',
    en: 'files in {place} that would be taken can be read ({count})',
  },
  'connectors.trial.write': {
    'zh-CN': '可以在 {place} 中写入数据包并改名',
    en: 'a package can be written in {place} and given its name',
  },
  'connectors.trial.receipts': {
    'zh-CN': '可以取回 {place} 中的回执（{count} 份）',
    en: 'receipts in {place} can be read back ({count})',
  },
  'error.connectors.disk_full': {
    kind: 'internal',
    'zh-CN':
      '处理数据集 {dataset} 的文件 {file} 时，{folder} 所在磁盘已满；未留下不完整的内容。请释放空间后重试。',
    en: 'The disk of {folder} is full while handling file {file} of dataset {dataset}; nothing incomplete was kept. Free space and try again.',
  },
  'error.connectors.system_failed': {
    kind: 'internal',
    'zh-CN':
      '平台暂时无法处理数据集 {dataset} 的文件 {file}（{reason}），与文件内容无关；未留下不完整的内容。请排除故障后再次执行 shuyuan run，文件会重新处理。',
    en: 'The platform cannot work on file {file} of dataset {dataset} now ({reason}); the file is not the cause, and nothing incomplete was kept. Mend it, then `shuyuan run` takes the file up again.',
  },
  'error.connectors.file_unreadable': {
    kind: 'internal',
    'zh-CN':
      '无权读取 {department} 投放的文件 {file}（数据集 {dataset}，{reason}），未采集。请为运行平台的账户授予读取权限（chmod u+r 或调整属主），下次运行即会采集；其他文件不受影响。',
    en: 'The file {file} from {department} (dataset {dataset}) may not be read ({reason}) and was not taken. Grant the account that runs the platform read access (chmod, or its owner); the next run takes it. Other files are not held up.',
  },
  'error.connectors.landing_damaged': {
    kind: 'damaged',
    'zh-CN': '落地文件 {path} 应为 {bytes} 字节，实为 {found} 字节：落地区被改动。请从备份恢复该文件后重试。',
    en: 'The landed file {path} should have {bytes} bytes but has {found}: landing was tampered with. Restore it from backup and try again.',
  },
  'error.connectors.archive_damaged': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 是截断或损坏的压缩包（{reason}）。${NOTHING_TAKEN.zh}请重新打包发送。`,
    en: `File {file} of dataset {dataset} is a truncated or damaged archive ({reason}). ${NOTHING_TAKEN.en} Pack and send it again.`,
  },
  'error.connectors.archive_bomb': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 解压超出上限（{limit}）。${NOTHING_TAKEN.zh}请检查文件；若为工作簿，请删除空行、空表后另存，或改发 .csv，也可分批发送。`,
    en: `File {file} of dataset {dataset} expands beyond the limit ({limit}). ${NOTHING_TAKEN.en} Check the file; save a workbook without its empty rows and sheets, or send .csv, or send it in parts.`,
  },
  'error.connectors.archive_entries': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的压缩包 {file} 应只含一个文件，实含 {count} 个。${NOTHING_TAKEN.zh}请每个压缩包只放一个文件。`,
    en: `Archive {file} of dataset {dataset} must hold exactly one file but holds {count}. ${NOTHING_TAKEN.en} Send one file per archive.`,
  },
  'error.connectors.archive_name': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的压缩包 {file} 内的文件名含有路径或非法字符。${NOTHING_TAKEN.zh}请以普通文件名重新打包。`,
    en: `Archive {file} of dataset {dataset} holds a file whose name is a path or has illegal characters. ${NOTHING_TAKEN.en} Pack it again under a plain name.`,
  },
  'error.connectors.archive_encrypted': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的压缩包 {file} 已加密。${NOTHING_TAKEN.zh}请发送未加密的压缩包。`,
    en: `Archive {file} of dataset {dataset} is encrypted. ${NOTHING_TAKEN.en} Send it without a password.`,
  },
  'error.connectors.sheet_unreadable': {
    kind: 'invalid',
    'zh-CN':
      '{file} 不是完好的 .xlsx 工作簿（{reason}），未做任何更改。请用 Excel 另存为 .xlsx（不加密）后重新提交。',
    en: '{file} is not a sound .xlsx workbook ({reason}); nothing was changed. Save it as .xlsx, without a password, and submit it again.',
  },
  'error.connectors.sheet_too_large': {
    kind: 'invalid',
    'zh-CN': '{file} 解压后超出上限（{most} 字节），未做任何更改。请只保留需要提交的工作表后重试。',
    en: '{file} expands beyond the limit of {most} bytes; nothing was changed. Keep only the sheet to submit and try again.',
  },
  'error.connectors.sheet_missing': {
    kind: 'invalid',
    'zh-CN': '{file} 中没有工作表“{expected}”，未做任何更改。请使用平台给出的表格，不要改动工作表名称。',
    en: '{file} has no sheet {expected}; nothing was changed. Use the workbook that the platform gave and keep the names of its sheets.',
  },
  'error.connectors.sheet_columns': {
    kind: 'invalid',
    'zh-CN': '{file} 的表头不符：缺少 {missing}；重复 {twice}。未做任何更改。请恢复表头后重试。',
    en: 'The header of {file} does not fit: missing {missing}; twice {twice}. Nothing was changed. Restore the header and try again.',
  },
  'error.connectors.sheet_others': {
    kind: 'invalid',
    'zh-CN':
      '{file} 的 {columns} 列的表头不认识。未做任何更改。可用表头：{known}；请改正或删去该列（可下载模板填写）。',
    en: 'Column {columns} of {file} has a header that is not known; nothing was changed. Known headers: {known}. Correct or remove the column (there is a template to download).',
  },
  'error.connectors.sheet_merged': {
    kind: 'invalid',
    'zh-CN': '{file} 含有合并单元格（{range}），未做任何更改。请取消合并、逐行填写后重试。',
    en: '{file} has merged cells ({range}); nothing was changed. Unmerge them, fill in every row, and try again.',
  },
  'error.connectors.sheet_rows': {
    kind: 'invalid',
    'zh-CN': '{file} 超过 {most} 行，未做任何更改。请分成几个文件提交。',
    en: '{file} has more than {most} rows; nothing was changed. Submit it in several files.',
  },
  'error.connectors.sheet_empty': {
    kind: 'invalid',
    'zh-CN': '{file} 的工作表为空，未做任何更改。请填写后重试。',
    en: 'The sheet of {file} is empty; nothing was changed. Fill it in and try again.',
  },
  'error.connectors.empty_file': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 为空（连表头也没有）。${NOTHING_TAKEN.zh}请重新导出。`,
    en: `File {file} of dataset {dataset} is empty: it has not even a header. ${NOTHING_TAKEN.en} Export it again.`,
  },
  'error.connectors.line_end_unknown': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 没有换行符，记录之间是 {found}。${NOTHING_TAKEN.zh}请以 LF 或 CRLF 换行重新导出。`,
    en: `File {file} of dataset {dataset} has no line ends; its records are parted by {found}. ${NOTHING_TAKEN.en} Export it with LF or CR LF at the end of each record.`,
  },
  'error.connectors.encoding_unsupported': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 的文字编码是 {encoding}，不支持。${NOTHING_TAKEN.zh}请以 UTF-8 重新导出。`,
    en: `The text of file {file} of dataset {dataset} is in {encoding}, which is not read. ${NOTHING_TAKEN.en} Export it in UTF-8.`,
  },
  'error.connectors.header_unknown': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 的前几行中没有表头：没有一列可识别。应有的列：{expected}。${NOTHING_TAKEN.zh}请带表头重新导出。`,
    en: `None of the first lines of file {file} of dataset {dataset} is a header: no column is recognised. Expected columns: {expected}. ${NOTHING_TAKEN.en} Export it with its header.`,
  },
  'error.connectors.header_missing': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 没有表头：第 {line} 行已是数据。应有的列：{expected}。${NOTHING_TAKEN.zh}请带表头重新导出。`,
    en: `File {file} of dataset {dataset} has no header: its line {line} is data already. Expected columns: {expected}. ${NOTHING_TAKEN.en} Export it with its header.`,
  },
  'error.connectors.header_quote': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 的表头（第 {line} 行）引号未闭合或位置错误。${NOTHING_TAKEN.zh}请改正表头的引号后重新发送。`,
    en: `The header of file {file} of dataset {dataset} (line {line}) has a quote that does not close or is misplaced. ${NOTHING_TAKEN.en} Correct the quotes of the header and send it again.`,
  },
  'error.connectors.too_many_columns': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 有 {columns} 列，最多允许 {most} 列。${NOTHING_TAKEN.zh}请删除表格右侧的空列后重新导出。`,
    en: `File {file} of dataset {dataset} has {columns} columns; {most} is the most. ${NOTHING_TAKEN.en} Remove the blank columns on the right of the table and export it again.`,
  },
  'error.connectors.json_array': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 是一个 JSON 数组，不是每行一个对象的 JSON Lines。${NOTHING_TAKEN.zh}请每行写一个对象，不加方括号和行尾逗号。`,
    en: `File {file} of dataset {dataset} is one JSON array, not JSON Lines with one object a line. ${NOTHING_TAKEN.en} Write one object a line, without brackets and commas between the lines.`,
  },
  'error.connectors.json_not_lines': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 不是每行一个对象的 JSON Lines：一个对象分写在多行，或一行有多个对象。${NOTHING_TAKEN.zh}请以换行符分隔对象，对象内部不换行（如 jq -c、json.dumps 不带 indent）。`,
    en: `File {file} of dataset {dataset} is not JSON Lines with one object a line: an object stands over several lines, or several on one. ${NOTHING_TAKEN.en} Write a line end behind each object and none within it (jq -c, json.dumps without indent).`,
  },
  'error.connectors.duplicate_header': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 中有重复的列：{columns}。${NOTHING_TAKEN.zh}请删除重复列后重新发送。`,
    en: `File {file} of dataset {dataset} has the same column more than once: {columns}. ${NOTHING_TAKEN.en} Remove the duplicates and send it again.`,
  },
  'error.connectors.header_drift': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset}（约定 {contract}）的文件 {file} 与目录不符：缺少 [{missing}]，多出 [{extra}]，疑似改名 [{renamed}]。${NOTHING_TAKEN.zh}请改正表头，或先修改目录。`,
    en: `File {file} differs from dataset {dataset} (contract {contract}): missing [{missing}], extra [{extra}], apparently renamed [{renamed}]. ${NOTHING_TAKEN.en} Correct the header, or change the catalogue first.`,
  },
  'error.connectors.operation_missing': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的增量文件 {file} 没有操作标志列（_op 或 操作标志）。${NOTHING_TAKEN.zh}请补上该列，或按全量命名。`,
    en: `The delta file {file} of dataset {dataset} has no operation column (_op or 操作标志). ${NOTHING_TAKEN.en} Add it, or name the file as a full dump.`,
  },
  'error.connectors.sheets_differ': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 除工作表“{sheet}”外，还有表头不同却含数据行的工作表：{others}（括号内为行数）。${NOTHING_TAKEN.zh}各表表头须一致；不属于本次数据的工作表请删除或隐藏后重新发送。`,
    en: `File {file} of dataset {dataset} has, besides the sheet “{sheet}”, sheets with other headers that hold rows: {others} (rows in brackets). ${NOTHING_TAKEN.en} Give all sheets the same header; delete or hide those that are no data, and send it again.`,
  },
  'error.connectors.format_unsupported': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 的内容是平台不读取的格式：{reason}。${NOTHING_TAKEN.zh}请用办公软件打开，另存为 .xlsx 或 UTF-8 的 .csv 后重新发送（JSON 写成每行一个对象的 .jsonl；压缩用 .gz 或 .zip）。`,
    en: `The content of file {file} of dataset {dataset} is in a format that is not read: {reason}. ${NOTHING_TAKEN.en} Open it in a spreadsheet program, save it as .xlsx or UTF-8 .csv and send that (JSON as .jsonl, one object a line; packed as .gz or .zip).`,
  },
  'error.connectors.file_damaged': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 不是完好的 {format} 文件（{reason}）。${NOTHING_TAKEN.zh}请重新导出。`,
    en: `File {file} of dataset {dataset} is not a sound {format} file ({reason}). ${NOTHING_TAKEN.en} Export it again.`,
  },
  'error.connectors.archive_method': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的压缩包 {file} 使用了平台不读取的压缩方法（{method}）。${NOTHING_TAKEN.zh}请用 7-Zip 等工具以 Deflate 方法打成 .zip，或用 gzip 压缩后重新发送。（Windows 资源管理器对 2 GB 以上的文件会使用 Deflate64。）`,
    en: `Archive {file} of dataset {dataset} is packed by a method that is not read ({method}). ${NOTHING_TAKEN.en} Pack it with the method Deflate (7-Zip can), or with gzip, and send it again. (Windows Explorer uses Deflate64 above 2 GB.)`,
  },
  'error.connectors.column_unreadable': {
    kind: 'invalid',
    'zh-CN': `数据集 {dataset} 的文件 {file} 的列 {column} 的值不是文本（{type}）。${NOTHING_TAKEN.zh}请在导出时把该列转换为文本（UTF-8）后重新发送。`,
    en: `The values of column {column} in file {file} of dataset {dataset} are no text ({type}). ${NOTHING_TAKEN.en} Convert the column to text (UTF-8) when exporting and send it again.`,
  },
  'connectors.unclaimed.name': {
    'zh-CN':
      '{department} 投放的文件 {file} 名称不符合“<数据集>_<full|delta>_<YYYYMMDD[THHMM]>[_<批次>].<扩展名>[.gz|.zip]”，未采集，原样保留。请改名。',
    en: 'The name of the file {file} from {department} is not of the form <dataset>_<full|delta>_<YYYYMMDD[THHMM]>[_<batch>].<ext>[.gz|.zip]; it was not taken and stays where it is. Rename it.',
  },
  'connectors.unclaimed.unknown_dataset': {
    'zh-CN':
      '目录中没有 {department} 投放的文件 {file} 所写的数据集，未采集，原样保留。请核对数据集标识或名称。',
    en: 'The catalogue has no dataset by the name in the file {file} from {department}; it was not taken and stays where it is. Check the dataset id or name.',
  },
  'connectors.unclaimed.other_department': {
    'zh-CN':
      '{department} 投放的文件 {file} 属于 {provider} 提供的数据集 {dataset}，应放入 drop/{right}；未采集，原样保留。',
    en: 'The file {file} from {department} belongs to dataset {dataset}, which {provider} provides: it goes into drop/{right}. It was not taken and stays where it is.',
  },
  'connectors.unclaimed.no_source': {
    'zh-CN':
      '{department} 投放的文件 {file} 属于数据集 {dataset}，但 jobs.config.ts 的 sources 中没有该数据集，未采集，原样保留。请平台管理人员补充来源。',
    en: 'The file {file} from {department} belongs to dataset {dataset}, which has no source in jobs.config.ts; it was not taken and stays where it is. The staff of the platform should add the source.',
  },
  'connectors.unclaimed.link': {
    'zh-CN': 'drop/{folder} 中的 {file}（{department}）是符号链接，平台不读取链接，未采集。请投放文件本身。',
    en: '{file} in drop/{folder} (from {department}) is a symbolic link; links are never followed, and nothing was taken. Put the file itself there.',
  },
  'connectors.unclaimed.folder': {
    'zh-CN':
      'drop/{folder} 中的 {file}（{department}）是子目录，平台不进入子目录，其中的文件未采集。请把文件直接放入 drop/{folder}。',
    en: '{file} in drop/{folder} (from {department}) is a folder; folders are not looked into, and nothing in it was taken. Put the files into drop/{folder} itself.',
  },
  'connectors.unclaimed.special': {
    'zh-CN': 'drop/{folder} 中的 {file}（{department}）不是普通文件（管道、套接字或设备），未读取。请移走。',
    en: '{file} in drop/{folder} (from {department}) is no regular file (a pipe, socket or device) and was not read. Remove it.',
  },
  'connectors.unclaimed.unreadable': {
    'zh-CN':
      '无权查看 drop/{folder} 中的 {file}（{department}），未采集。请为运行平台的账户授予该目录的进入权限（chmod u+x 或调整属主）。',
    en: '{file} in drop/{folder} (from {department}) may not be looked at and was not taken. Grant the account that runs the platform the right to enter the folder (chmod, or its owner).',
  },
  'connectors.drop.missing': {
    'zh-CN':
      '{department} 的投放目录 {folder} 不存在，本次没有采集该部门的文件；其他部门不受影响。请创建目录（shuyuan init 可一次建好）。',
    en: 'The drop folder {folder} of {department} is not there: nothing was taken from it; others are not held up. Make it (`shuyuan init` makes all).',
  },
  'connectors.drop.unreadable': {
    'zh-CN':
      '{department} 的投放目录 {folder} 无法读取，本次没有采集该部门的文件；其他部门不受影响。请为运行平台的账户授予读取和进入权限（chmod u+rx 或调整属主）。',
    en: 'The drop folder {folder} of {department} cannot be read: nothing was taken from it; others are not held up. Grant the account that runs the platform the right to read and enter it (chmod, or its owner).',
  },
  'connectors.drop.arriving': {
    'zh-CN':
      'drop/{folder}（{department}）中有 {count} 个文件仍在传输或写入：{files}。完成（改为正式名称且不再变化）后的下一次运行会采集。',
    en: '{count} files in drop/{folder} (from {department}) are still being brought or written: {files}. The run after they are complete, under their final names, takes them.',
  },
  'connectors.drop.more': {
    'zh-CN': 'drop/{folder}（{department}）中还有 {more} 个同样情况的文件未逐一列出。',
    en: '{more} more files in drop/{folder} (from {department}) are like these.',
  },
  'connectors.stray.file': {
    'zh-CN': '文件 {file} 直接放在 drop/ 下，没有部门，未采集。请移入 drop/<部门标识>/。',
    en: 'The file {file} lies in drop/ itself, without a department; it was not taken. Move it into drop/<department>/.',
  },
  'connectors.stray.folder': {
    'zh-CN':
      'drop/{file} 不是任何来源的投放目录，其中 {count} 个文件未采集。请改用部门标识作目录名（如 drop/human_resources），或在 jobs.config.ts 的 sources 中以 folder 指定。',
    en: "drop/{file} is no source's folder: {count} files in it were not taken. Name the folder by the department's id (as drop/human_resources), or give it as `folder` of a source in jobs.config.ts.",
  },
  'connectors.unclaimed.format': {
    'zh-CN':
      '{department} 投放的文件 {file} 格式不受支持，未采集，原样保留。表格请另存为 .xlsx 或 .csv，JSON 请写成每行一个对象的 .jsonl，压缩请用 .gz 或 .zip。',
    en: 'The format of the file {file} from {department} is not supported; it was not taken and stays where it is. Save tables as .xlsx or .csv, JSON as .jsonl with one object a line; pack as .gz or .zip.',
  },
  'reject.parse.columns_missing': { 'zh-CN': '列数少于表头', en: 'Fewer columns than the header' },
  'reject.parse.columns_extra': {
    'zh-CN': '表头之外的列中有值',
    en: 'A value in a column that the header does not name',
  },
  'reject.parse.quote': { 'zh-CN': '引号未闭合或位置错误', en: 'A quote is unterminated or misplaced' },
  'reject.parse.encoding': {
    'zh-CN': '含有无法解码的字节，或无法判定编码',
    en: 'Bytes that cannot be decoded, or may be in either of two encodings',
  },
  'reject.parse.nul': { 'zh-CN': '含有 NUL 字符', en: 'Contains a NUL character' },
  'reject.parse.number_rounded': {
    'zh-CN': '浮点数超出其有效位数，末位数字已丢失；请将该列导出为文本或整数',
    en: 'A float of more digits than it holds has lost some; export the column as text or as integers',
  },
  'reject.parse.line_too_long': { 'zh-CN': '记录超过长度上限', en: 'The record is longer than the limit' },
  'reject.parse.json': { 'zh-CN': '不是完整的 JSON 对象', en: 'Not a whole JSON object' },
  'reject.parse.operation': { 'zh-CN': '操作标志不是 I/U/D', en: 'The operation is not I, U or D' },
  'reject.xlsx.number_damaged': {
    'zh-CN': '数字超过 15 位有效数字，已被电子表格损坏；请将该列设为文本',
    en: 'A number beyond 15 digits was damaged by the spreadsheet; format the column as text',
  },
  'reject.xlsx.formula': { 'zh-CN': '公式没有计算结果', en: 'A formula without a stored result' },
  'reject.xlsx.merged': {
    'zh-CN': '数据行含跨列合并或盖住其他内容的合并单元格；请取消合并并逐格填写',
    en: 'Cells merged across columns, or over other values, in a row of data; unmerge and fill every cell',
  },
  'reject.xlsx.error_value': { 'zh-CN': '单元格为错误值', en: 'A cell holds an error value' },
})

declare module '../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
