import { join } from 'node:path'
import { defineTexts } from '../../../core/locale.ts'
import { dataPaths } from '../../../core/paths.ts'
import { cityKeys, readPublicKey } from '../../../exchange/keys.ts'
import { receivePackage } from '../../../exchange/receive/receive.ts'
import { parseTarget } from '../../../exchange/receive/target.ts'
import { openEngine } from '../../../warehouse/engine/engine.ts'
import { command } from '../command.ts'
import { exit } from '../io.ts'
import { publicKeyPath } from './verify.ts'

defineTexts({
  'receive.applied': {
    'zh-CN': '已应用数据包 {package}：{rows} 行写入表 {table}，回执 {receipt}',
    en: 'Applied package {package}: {rows} rows into table {table}; receipt {receipt}',
  },
  'receive.already': {
    'zh-CN': '数据包 {package} 此前已应用，未重复写入；回执 {receipt}',
    en: 'Package {package} was applied before; nothing was written again; receipt {receipt}',
  },
})

/** What a city runs: verifies a package, applies it once and in order, leaves a signed receipt in its folder. */
export const receive = command({
  usage: 'receive <package>',
  words: {
    'zh-CN': '校验并应用数据包，一次且按序',
    en: 'verify a package and apply it, exactly once and in order',
  },
  options: {
    '--into <target>': {
      required: true,
      'zh-CN': '盟市的 DuckDB 文件或 postgres:// 地址',
      en: 'DuckDB file or postgres:// URL of the city',
    },
    '--key <file>': { 'zh-CN': '平台公钥（PEM）', en: "the platform's public key (PEM)" },
    '--city-keys <folder>': {
      default: 'city-keys',
      'zh-CN': '盟市签名密钥目录',
      en: "folder of the city's own signing key",
    },
    '--city <code>': {
      'zh-CN': '本盟市代码：拒收发给其他盟市的数据包',
      en: "the city's own code: packages for others are refused",
    },
  },
  async run(io, options, folder) {
    const engine = await openEngine({
      tempDirectory: dataPaths(io.settings.dataRoot).spill,
      memoryLimit: io.settings.memoryLimit,
    })
    try {
      const { status, receipt } = await receivePackage(engine, {
        package: folder,
        target: parseTarget(options.into),
        platformKey: await readPublicKey(options.key ?? publicKeyPath(io)),
        keys: await cityKeys(options.cityKeys),
        city: options.city,
      })
      io.answer({ status, receipt })
      const fields = {
        package: receipt.package,
        table: receipt.request,
        rows: receipt.rows,
        receipt: join(folder, 'receipt.json'),
      }
      io.say(io.text(status === 'applied' ? 'receive.applied' : 'receive.already', fields))
      return exit.ok
    } finally {
      engine.close()
    }
  },
})
