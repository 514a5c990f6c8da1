import { defineTexts } from '../core/locale.ts'

const texts = defineTexts({
  'error.cli.no_deployment': {
    kind: 'usage',
    'zh-CN':
      '{folder} 及其上级目录中没有 {name}，未做任何更改。请进入部署目录，或用 --config 指定配置文件；shuyuan init 目录名 可新建一个部署。',
    en: 'Neither {folder} nor a folder above has a {name}; nothing was changed. Go to the folder of the deployment or name the file with --config; `shuyuan init NAME` makes a new one.',
  },
  'error.cli.no_config': {
    kind: 'usage',
    'zh-CN': '没有部署配置文件 {file}，未做任何更改。请核对 --config（或 SHUYUAN_CONFIG）。',
    en: 'There is no configuration {file}; nothing was changed. Check --config (or SHUYUAN_CONFIG).',
  },
  'error.cli.two_deployments': {
    kind: 'usage',
    'zh-CN':
      '{folder} 中有多个部署配置（{files}），无法确定用哪一个，未做任何更改。请只保留一个，或用 --config 指定。',
    en: '{folder} has several configurations ({files}), so that none can be chosen; nothing was changed. Keep one, or name it with --config.',
  },
  'error.cli.deployment_broken': {
    kind: 'usage',
    'zh-CN': '{place}无法加载：{reason}。请改正后重试；未做任何更改。',
    en: '{place}cannot be loaded: {reason}. Correct it and try again; nothing was changed.',
  },
  'error.cli.deployment_export': {
    kind: 'usage',
    'zh-CN': '{file} 没有默认导出部署配置。请写为 export default defineJobs(…)；未做任何更改。',
    en: '{file} does not export a configuration as its default. Write `export default defineJobs(…)`; nothing was changed.',
  },
  'error.cli.environment': {
    kind: 'usage',
    'zh-CN': '部署配置需要环境变量 {name}，但没有设置，未做任何更改。请设置后重试。',
    en: 'The configuration of the deployment needs {name} from the environment, which is not set; nothing was changed. Set it and try again.',
  },
  'error.cli.other_package': {
    kind: 'usage',
    'zh-CN':
      '{file} 使用安装在 {other} 的 shuyuan，而当前命令来自 {own}，未做任何更改。请在部署目录中执行 npx shuyuan。',
    en: '{file} is written against the shuyuan installed in {other}, and this command is that of {own}; nothing was changed. Use `npx shuyuan` in the folder of the deployment.',
  },
})

declare module '../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}
