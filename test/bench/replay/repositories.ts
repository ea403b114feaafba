/** A repository of the corpus. Nothing of it is kept here: only where the walk ends and how far back it begins. */
export interface ReplayRepository {
  /** `owner/name` on GitHub. */
  readonly name: string;
  /** The last commit of the walk, full. */
  readonly commit: string;
}

/** What the walk reads of a repository. */
export const readPatterns = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs', 'json', 'jsonc', 'yaml', 'vue']
  .map(ending => `*.${ending}`)
  .concat('.gitignore');

export const repositories: readonly ReplayRepository[] = [
  { name: 'trpc/trpc', commit: '340811ba5320637fbaf48fccf3dbfdd258bd34db' },
  { name: 'modelcontextprotocol/typescript-sdk', commit: '3924de99df834302d89f5997a1b64ca268282284' },
  { name: 'stackblitz-labs/bolt.diy', commit: '2e254ac19a696394030601bc602f54945b12bfc4' },
  { name: 'umami-software/umami', commit: 'c0ea3aefbee7a3429ee2f824b06dc4a9dbe0b7e1' },
  { name: 'hoppscotch/hoppscotch', commit: 'afc2cf181c16e56647b099e5d18cfe55710c6cdd' },
  { name: 'documenso/documenso', commit: '75330166cc00b29c14399bc2e391e4b4d8080c00' },
  { name: 'outline/outline', commit: 'd77dcdf853868c5d5fe125c895c9b71f0eff5c68' },
  { name: 'typeorm/typeorm', commit: '281bfba42a5813b106bcf5ba79bc7f7251bd1e73' },
];
