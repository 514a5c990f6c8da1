import { type Add, from } from './group.ts'

/** What cities send and receive. */
export function exchangeGroup(add: Add): void {
  add(
    'deliver [request]',
    'send what approved requests entitle cities to',
    from(() => import('../commands/deliver.ts'), 'deliver'),
  )
  add(
    'verify <package>',
    "check a package's signature, hashes and content",
    from(() => import('../commands/verify.ts'), 'verify'),
  )
    .option('--key <file>', "the platform's public key (PEM)")
    .option('--city <code>', "the city's own code: packages for others are refused")
  add(
    'receive <package>',
    'verify a package and apply it, exactly once and in order',
    from(() => import('../commands/receive.ts'), 'receive'),
  )
    .requiredOption('--into <target>', 'DuckDB file or postgres:// URL of the city')
    .option('--key <file>', "the platform's public key (PEM)")
    .option('--city-keys <folder>', "folder of the city's own signing key", 'city-keys')
    .option('--city <code>', "the city's own code: packages for others are refused")
}
