import { defineTexts } from '../../core/locale.ts'

const texts = defineTexts({
  'error.pipelines.nothing_to_reprocess': {
    kind: 'not_found',
    'zh-CN':
      '数据集 {dataset} 没有需要重新处理的批次（已判定 {extracts} 批，均按现行版本）。未做任何更改。不写 --because 可仍然重新处理。',
    en: 'Dataset {dataset} has no extract to process again ({extracts} judged, all by the present version). Nothing was changed. Leave --because out to process them all the same.',
  },
  'error.pipelines.reprocess_file_missing': {
    kind: 'damaged',
    'zh-CN':
      '数据集 {dataset} 第 {extract} 批（{file}，{bytes} 字节，SHA-256 {sha256}）的落地文件 {path} 不存在，无法重新判定（缺失文件的批次：{missing}，各批路径见 shuyuan extracts show）。未做任何更改。请将该文件（备份中同名，或部门原件）放回该路径后重试；或用 --extract 只列出其他批次，该批保留原判定，不需要其文件。',
    en: 'The landed file {path} of extract {extract} ({file}, {bytes} bytes, SHA-256 {sha256}) of dataset {dataset} is missing, so that it cannot be judged again (extracts without their file: {missing}; `shuyuan extracts show` has the path of each). Nothing was changed. Put it back under that path, from a backup (where it has the same name) or from the department, then try again; or name only the other extracts with --extract: this one keeps its judgement, and its file is not needed.',
  },
  'error.pipelines.not_judged': {
    kind: 'conflict',
    'zh-CN':
      '数据集 {dataset} 第 {extract} 批（状态 {status}）没有可重新判定的结果：未判定过，或其文件已另批报送。未做任何更改。',
    en: 'Extract {extract} of dataset {dataset} ({status}) has no judgement to be made again: it was not judged, or its file came again. Nothing was changed.',
  },
  'error.pipelines.extracts_read_otherwise': {
    kind: 'conflict',
    'zh-CN':
      '数据集 {dataset} 的第 {extracts} 批不是按现行目录读取的（或当时未记录目录版本），不能原样保留。未做任何更改。请用 --extract 一并列出这些批次，或不写 --extract 以重新处理整个数据集。',
    en: 'Extracts {extracts} of dataset {dataset} were read by another catalogue than the present one, or before catalogue versions were recorded, so that they cannot be kept as they are. Nothing was changed. Name them with --extract too, or leave --extract out to process the whole dataset again.',
  },
  'error.pipelines.not_withdrawn': {
    kind: 'conflict',
    'zh-CN': '数据集 {dataset} 第 {extract} 批（状态 {status}）没有入库的数据，不能撤回。未做任何更改。',
    en: 'Extract {extract} of dataset {dataset} ({status}) has nothing in that could be withdrawn. Nothing was changed.',
  },
})

declare module '../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
