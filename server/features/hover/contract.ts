import {
  type FailureContract,
  type FailureMode,
  functionNamedAt,
  type NamedPlace,
  type Snapshot,
} from '../../../core/index.js';
import { contractText } from '../../contracts/words.js';
import type { View } from '../../project.js';
import type { Place } from '../../projects.js';
import type { HoverText } from '../hover.js';

/** Over the name of a function, where it is declared and where it is called: how it fails, and where that starts. */
export function contractHover({ path }: Place, { snapshot, isComplete }: View, offset: number): HoverText | undefined {
  if (!isComplete) return undefined;
  const file = snapshot.failures.file(path);
  const place = file && functionNamedAt(file, offset);
  if (!place) return undefined;
  const text = contractsOf(snapshot, place).map(contract => {
    const hash = contract.symbol.lastIndexOf('#');
    const own = contract.symbol.slice(0, hash);
    return contractText(contract.symbol.slice(hash + 1), contract, { snapshot, path, own });
  });
  if (text.length > 0) return { markdown: text.join('\n\n'), span: place.at };
  const outside = place.call && file.failuresOf(place.fn, place.call);
  const args = place.call?.args ?? [];
  const isOfArgument = ({ origins }: FailureMode): boolean =>
    origins.length > 0 &&
    origins.every(at => at.path === path && args.some(arg => arg.start <= at.start && at.end <= arg.end));
  const modes = outside
    ? [...outside.throws, ...outside.rejects].filter(mode => mode.class !== 'bug' && !isOfArgument(mode))
    : [];
  // Nothing is known of most calls that leave the workspace: of those the language's own server says enough.
  if (!outside || modes.length === 0) return undefined;
  const name = snapshot.text(path)?.slice(place.at.start, place.at.end) ?? '';
  const contract = { ...nothing, modes, closed: !outside.open };
  return { markdown: contractText(name, contract, { snapshot, path, own: path }), span: place.at };
}

/** At most three: an interface may have any number of implementations. */
function contractsOf({ failures }: Snapshot, { targets, kind }: NamedPlace): readonly FailureContract[] {
  return targets.slice(0, 3).flatMap(target => {
    const contract = failures.contractOf(target);
    const isSilent = contract && kind === 'call' && !contract.closed && isEmpty(contract);
    return contract && !isSilent ? [contract] : [];
  });
}

function isEmpty({ modes, returns, swallows }: FailureContract): boolean {
  return modes.length === 0 && swallows.length === 0 && returns.every(each => each.modes.length === 0);
}

const nothing: FailureContract = {
  symbol: '',
  isAsync: false,
  modes: [],
  bugs: [],
  returns: [],
  swallows: [],
  conflations: [],
  declared: [],
  inherited: [],
  closed: true,
  open: false,
  handed: [],
  holes: [],
  digest: '',
};
