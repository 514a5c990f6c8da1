import { type Add, from, type Program } from './group.ts'

/** What exists and who owns it. */
export function catalogueGroup(add: Add, program: Program): void {
  add(
    'check',
    'prove the catalogue and jobs.config.ts consistent',
    from(() => import('../commands/check.ts'), 'check'),
  )
  const published = program.command('catalogue').description('the public data catalogue').exitOverride()
  add(
    'export',
    'write workbooks, printable pages, DCAT and data of the catalogue',
    from(() => import('../commands/catalogue.ts'), 'exportCatalogue'),
    published,
  )
    .requiredOption('--out <folder>', 'folder that receives the files')
    .option('--locale <locale>', 'language of workbooks and pages: zh-CN or en')
    .option('--date <day>', 'day of publication, YYYY-MM-DD; not given: today')
    .option('--base <address>', 'base of the addresses in catalogue.jsonld')
  add(
    'matrix',
    'elements by departments: source, stand-ins, copies',
    from(() => import('../commands/catalogue_show.ts'), 'showMatrix'),
    published,
  ).option('--foundation <id>', 'only this one')
  add(
    'duty <department>',
    'what a department must provide, and obtain by sharing',
    from(() => import('../commands/catalogue_show.ts'), 'showDuty'),
    published,
  )
  add(
    'show <dataset>',
    'the entry of a register and its fields',
    from(() => import('../commands/catalogue_show.ts'), 'showDataset'),
    published,
  )
  add(
    'docs',
    'write the pages of docs/ that are generated from the catalogue',
    from(() => import('../commands/catalogue.ts'), 'writeDocs'),
    published,
  ).option('--out <folder>', 'folder of the documentation', 'docs')
  add(
    'status',
    'what is published, waiting, blocked, delivered',
    from(() => import('../commands/status.ts'), 'status'),
  )
  add(
    'query <sql>',
    'read-only SQL over the published versions',
    from(() => import('../commands/query.ts'), 'query'),
  )
    .option('--limit <n>', 'rows shown', '100')
    .option('--show', 'with whole values of grade L3 and L4: personal data, kept in the audit log')
}
