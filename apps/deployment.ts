import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { BadEntry } from '../catalog/bad_entry.ts'
import type { Catalogue } from '../catalog/catalogue.ts'
import { ShuyuanError } from '../core/errors.ts'
import type { Settings } from '../core/settings.ts'
import { placeInSource } from '../core/source_place.ts'
import { BadConfig, defineJobs, type JobsConfig } from '../pipelines/config.ts'
import { CONFIG_NAMES, findConfig } from './config_file.ts'
import './locale.ts'

/** What a command serves: the configuration and the catalogue of one folder. */
export interface Deployment {
  /** `jobs.config.ts`, whole path. Its folder is the deployment's: `rules/` and `data/` lie there unless set otherwise. */
  file: string
  folder: string
  config: JobsConfig
  catalogue: Catalogue
}

const isBuilt = !import.meta.filename.endsWith('.ts')
/** Where this package lies. */
export const PACKAGE = folderOfPackage(import.meta.dirname)

/**
 * The deployment that the settings name, else the nearest one above the working directory. Loaded once a process.
 * @throws ShuyuanError `cli.no_deployment`, `cli.no_config`, `cli.two_deployments`, `cli.deployment_broken`,
 * `cli.deployment_export`, `cli.other_package`; `pipelines.bad_config` and `catalog.bad_entry` with file, line and key
 */
export async function deploymentOf({ configFile }: Pick<Settings, 'configFile'>): Promise<Deployment> {
  const file = configFile ?? findConfig(process.cwd())
  if (!file) throw new ShuyuanError('cli.no_deployment', { folder: process.cwd(), name: CONFIG_NAMES[0] })
  if (!existsSync(file)) throw new ShuyuanError('cli.no_config', { file })
  const declared = await declaredIn(file)
  try {
    // What another version of the package defined is checked by this one.
    const { catalogue = await innerMongolia(), ...config } = defineJobs(declared)
    return { file, folder: dirname(file), config, catalogue }
  } catch (error) {
    throw placed(file, error)
  }
}

/** Ours: a deployment that has one of its own does not read it. */
async function innerMongolia(): Promise<Catalogue> {
  return (await import('../catalog/catalogue.ts')).catalogue
}

/** What the file exports as its default. */
async function declaredIn(file: string): Promise<Parameters<typeof defineJobs>[0]> {
  requireOwnPackage(file)
  try {
    const { default: declared } = await load(file)
    if (typeof declared === 'object' && declared !== null) return declared as never
  } catch (error) {
    throw placed(file, error)
  }
  throw new ShuyuanError('cli.deployment_export', { file: basename(file) })
}

async function load(file: string): Promise<{ default?: unknown }> {
  // This repository is a deployment too: its configuration is part of what is built.
  if (isBuilt && file === join(PACKAGE, 'jobs.config.ts')) return await import('../jobs.config.ts')
  if (!isBuilt || !file.endsWith('ts')) return await import(pathToFileURL(file).href)
  const { register } = await import('tsx/esm/api')
  // Places in errors are those of the source, after the compiler is gone too: it leaves the setting as it found it.
  process.setSourceMapsEnabled(true)
  const unregister = register()
  try {
    return await import(pathToFileURL(file).href)
  } finally {
    await unregister()
  }
}

/** The nearest folder upwards that has a package.json: wherever below it this code was built to. */
function folderOfPackage(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : folderOfPackage(dirname(folder))
}

/** A configuration written against another copy of the package would be checked and served by two at once. */
function requireOwnPackage(file: string): void {
  const entry = resolved(file, 'shuyuan/package.json')
  if (!entry) return
  const [other, own] = [dirname(entry), PACKAGE].map((folder) => realpathSync(folder))
  if (other !== own) throw new ShuyuanError('cli.other_package', { file: basename(file), other, own })
}

function resolved(file: string, specifier: string): string | undefined {
  try {
    return createRequire(file).resolve(specifier)
  } catch {
    return undefined
  }
}

/** What went wrong in a deployment's own files, with the place. */
function placed(file: string, error: unknown): unknown {
  if (error instanceof BadConfig) return new BadConfig(error.issues, (path) => placeInConfig(file, path))
  if (error instanceof BadEntry) return error
  if (error instanceof ShuyuanError)
    return error.code === 'catalog.bad_extension' ? placedExtension(file, error) : error
  if (!(error instanceof Error)) return error
  // The compiler of TypeScript names the place itself.
  if (/^.*:\d+:\d+: ERROR: /m.test(error.message)) return error
  const place = firstPlace(error.stack ?? '', dirname(file)) ?? `${basename(file)} `
  return new ShuyuanError('cli.deployment_broken', { place, reason: error.message }, { cause: error })
}

function placedExtension(file: string, { code, fields, stack = '' }: ShuyuanError): ShuyuanError {
  const place = firstPlace(stack, dirname(file)) ?? ''
  return new ShuyuanError(code, { ...fields, place })
}

/** `jobs.config.ts:12:5 `: the deepest part of the path that is written there. */
function placeInConfig(file: string, path: PropertyKey[]): string {
  const place = placeInSource(readFileSync(file, 'utf8'), path)
  return place ? `${basename(file)}:${place.line}:${place.column} ` : ''
}

/** `catalog/notes.ts:3:7 ` of the first line of a stack in the folder's own files. */
function firstPlace(stack: string, folder: string): string | undefined {
  for (const [, url = '', line, column] of stack.matchAll(/^\s+at .*?((?:file:|\/).*?):(\d+):(\d+)\)?$/gm)) {
    const file = url.startsWith('file:') ? fileURLToPath(url.replace(/\?.*$/, '')) : url
    const isOwn = file.startsWith(`${folder}/`) && !file.includes('/node_modules/')
    if (isOwn) return `${file.slice(folder.length + 1)}:${line}:${column} `
  }
  return undefined
}
