import { existsSync, readdirSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import { systemClock } from '../../../core/clock.ts'
import { dayOf } from '../../../core/day.ts'
import { ShuyuanError } from '../../../core/errors.ts'
import { defineTexts } from '../../../core/locale.ts'
import { PACKAGE } from '../../deployment.ts'
import { type Exit, exit, type Io } from '../io.ts'

const texts = defineTexts({
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
})

declare module '../../../core/errors.ts' {
  interface ErrorTexts extends ErrorsOf<typeof texts> {}
}

const TEMPLATES = join(PACKAGE, 'apps/cli/project')

/**
 * Writes a deployment of its own into a new folder: configuration, catalogue with one register, an extract of it.
 * @throws ShuyuanError `cli.project_exists`, `cli.project_name`, `cli.data_root`
 */
export async function initProject(io: Io, folder: string): Promise<Exit> {
  const root = resolve(folder)
  const name = basename(root)
  if (!/^[a-z0-9][a-z0-9._-]*$/.test(name)) throw new ShuyuanError('cli.project_name', { name })
  if (existsSync(root) && readdirSync(root).length > 0)
    throw new ShuyuanError('cli.project_exists', { folder: root })
  const files = await filesOf(name)
  for (const [file, text] of files) await write(join(root, file), text)
  const names = files.map(([file]) => file)
  io.answer({ folder: root, files: names })
  for (const file of names) io.say(file)
  io.say(io.text('init.project', { folder: relative('.', root) || '.' }))
  return exit.ok
}

/** Path → text. */
async function filesOf(name: string): Promise<[string, string][]> {
  const template = (file: string) => readFile(join(TEMPLATES, `${file}.txt`), 'utf8')
  const day = dayOf(systemClock.now())
  const extract = `data/drop/culture_tourism/homestays_full_${day.replaceAll('-', '')}.csv`
  return [
    ['jobs.config.ts', await template('jobs.config.ts')],
    ['catalog/index.ts', await template('catalog/index.ts')],
    ['catalog/homestays.ts', await template('catalog/homestays.ts')],
    [extract, await template('homestays.csv')],
    ['package.json', await packageOf(name)],
    ['tsconfig.json', await template('tsconfig.json')],
    ['.gitignore', await template('gitignore')],
    ['README.md', (await template('README.md')).replaceAll('{name}', name)],
  ]
}

/** The project depends on the version that made it, and takes its fixes. */
async function packageOf(name: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(PACKAGE, 'package.json'), 'utf8')) as { version: string }
  const scripts = { check: 'shuyuan check', run: 'shuyuan run' }
  const manifest = {
    name,
    version: '0.1.0',
    private: true,
    type: 'module',
    scripts,
    dependencies: { shuyuan: `^${version}` },
  }
  return `${JSON.stringify(manifest, null, 2)}\n`
}

async function write(path: string, text: string): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text, { flag: 'wx' })
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code
    throw new ShuyuanError('cli.data_root', { path, reason }, { cause: error })
  }
}
