import type { FilePath } from '../../files/paths.js';
import type { CallExpr, MemberExpr, Place } from '../../syntax/ir/nodes.js';
import type { FunctionResult } from '../evaluate/make-contract.js';
import type { Unit } from '../link/linker.js';
import type { Accessors } from '../link/objects.js';
import type { FileTypes } from '../link/typed.js';
import type { Callee, FunctionRef } from '../view.js';

/** What the types should be asked, because neither declarations nor earlier answers tell. */
export interface Doubts {
  readonly callees: readonly Place[];
  /** Expressions whose type is wanted. */
  readonly values: readonly Place[];
}

/** A file in the program: its unit, its links and the contracts of its functions. Another object when any of it changes. */
export interface Member {
  readonly unit: Unit;
  readonly stamp: object;
  readonly targets: object;
  readonly signature: string;
  readonly types: FileTypes | undefined;
  readonly doubts: Doubts;
  /** What its calls call, as far as it was found; filled while they are looked at. */
  readonly callees: Map<CallExpr, Callee>;
  /** Which accessors its members run, of those that may have any. */
  readonly accessors: Map<MemberExpr, Accessors>;
  /** Functions of the workspace that each function calls or hands over. */
  readonly calls: readonly (readonly FunctionRef[])[];
  /** Files whose declarations decided the links. */
  readonly reads: ReadonlySet<FilePath>;
  /** Files whose types were asked for besides its own. */
  readonly typeReads: ReadonlySet<FilePath>;
  /** Files of which it was asked who implements or extends something that they declare. */
  readonly hierarchyReads: ReadonlySet<FilePath>;
  readonly results: readonly FunctionResult[];
}
