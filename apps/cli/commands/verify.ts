import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ShuyuanError } from '../../../core/errors.ts'
import { defineTexts } from '../../../core/locale.ts'
import { dataPaths } from '../../../core/paths.ts'
import { readPublicKey } from '../../../exchange/keys.ts'
import { verifyPackage } from '../../../exchange/verify.ts'
import { command } from '../command.ts'
import { exit, type Io } from '../io.ts'

const texts = defineTexts({
  'error.cli.no_package': {
    kind: 'usage',
    'zh-CN': '没有数据包目录 {folder}。请核对路径。',
    en: 'There is no package folder {folder}. Check the path.',
  },
  'verify.ok': {
    'zh-CN': '数据包 {package} 有效：请求 {request} 第 {sequence} 包，{kind}，{rows} 行，第 {release} 版',
    en: 'Package {package} is valid: request {request}, number {sequence}, {kind}, {rows} rows, release {release}',
  },
})

declare module '../../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}

/** Where the platform keeps the public key that cities are given. */
export const publicKeyPath = (io: Io) => join(dataPaths(io.settings.dataRoot).keys, 'platform.pub.pem')

/** Proves that a package is whole, unchanged and ours. */
export const verify = command({
  usage: 'verify <package>',
  words: { 'zh-CN': '校验数据包的签名、哈希与内容', en: "check a package's signature, hashes and content" },
  options: {
    '--key <file>': { 'zh-CN': '平台公钥（PEM）', en: "the platform's public key (PEM)" },
    '--city <code>': {
      'zh-CN': '本盟市代码：拒收发给其他盟市的数据包',
      en: "the city's own code: packages for others are refused",
    },
  },
  async run(io, options, folder) {
    if (!existsSync(folder)) throw new ShuyuanError('cli.no_package', { folder })
    const key = options.key ?? publicKeyPath(io)
    if (!existsSync(key)) throw new ShuyuanError('cli.no_key', { path: key })
    const { manifest, sha256 } = await verifyPackage(folder, await readPublicKey(key), options.city)
    io.answer({ ok: true, sha256, manifest })
    io.say(
      io.text('verify.ok', {
        package: manifest.package,
        request: manifest.request,
        sequence: manifest.sequence,
        kind: manifest.kind,
        rows: manifest.rows,
        release: manifest.release,
      }),
    )
    return exit.ok
  },
})
