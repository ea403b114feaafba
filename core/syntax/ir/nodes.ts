/**
 * The failure IR: functions of a file as plain data, with nothing left of the parser. Rules and contracts read this and
 * nothing else. Offsets are UTF-16 units into the text of the file; every node carries `start` and `end`.
 *
 * It is an expression tree with the sugar taken out: parentheses, `!` and `satisfies` are gone, `a?.b` is `a.b` with a
 * mark, functions and classes stand in tables of the file and are referred to by index.
 */
export interface Place {
  readonly start: number;
  readonly end: number;
}

interface Node<K extends string> extends Place {
  readonly kind: K;
}

/** A name as written; `undefined` is one. What it is bound to is asked of the scopes, see `core/failures/scope`. */
export interface NameExpr extends Node<'name'> {
  readonly name: string;
}
export interface LiteralExpr extends Node<'literal'> {
  /** Big integers and `NaN` stand as names or `other`. */
  readonly value: string | number | boolean | null;
}
export interface TemplateExpr extends Node<'template'> {
  /** The text with `${}` for each part. */
  readonly text: string;
  readonly parts: readonly Expr[];
}
export interface RegexExpr extends Node<'regex'> {
  readonly text: string;
}
export interface MemberExpr extends Node<'member'> {
  readonly object: Expr;
  readonly property: string;
  readonly optional: boolean;
}
export interface IndexExpr extends Node<'index'> {
  readonly object: Expr;
  readonly index: Expr;
}
/** A call, `new` or tagged template (the tag with the template as its one argument). */
export interface CallExpr extends Node<'call'> {
  readonly callee: Expr;
  readonly args: readonly Expr[];
  readonly isNew: boolean;
  readonly optional: boolean;
  readonly typeArgs: readonly TypeIr[];
}
export interface AwaitExpr extends Node<'await'> {
  readonly value: Expr;
}
export interface YieldExpr extends Node<'yield'> {
  readonly value: Expr | undefined;
  readonly delegates: boolean;
}
/** A function expression: index into `FileIr.functions`. */
export interface FunctionExpr extends Node<'function'> {
  readonly index: number;
}
/** A class expression: index into `FileIr.classes`. */
export interface ClassExpr extends Node<'class'> {
  readonly index: number;
}
export interface PropertyIr extends Place {
  /** `''` when computed, `...` for a spread. */
  readonly name: string;
  readonly value: Expr;
}
export interface ObjectExpr extends Node<'object'> {
  readonly properties: readonly PropertyIr[];
}
export interface ArrayExpr extends Node<'array'> {
  readonly elements: readonly Expr[];
}
export interface SpreadExpr extends Node<'spread'> {
  readonly value: Expr;
}
/** `!` `-` `+` `~` `typeof` `void` `delete` `++` `--`; `x++` and `x--` for the postfix forms. */
export interface UnaryExpr extends Node<'unary'> {
  readonly op: string;
  readonly value: Expr;
}
/** Arithmetic, comparison, `&&` `||` `??`, `instanceof`, `in` and the comma. */
export interface BinaryExpr extends Node<'binary'> {
  readonly op: string;
  readonly left: Expr;
  readonly right: Expr;
}
export interface AssignExpr extends Node<'assign'> {
  readonly op: string;
  readonly target: Expr;
  readonly value: Expr;
}
export interface ConditionalExpr extends Node<'conditional'> {
  readonly test: Expr;
  readonly yes: Expr;
  readonly no: Expr;
}
export interface ThisExpr extends Node<'this'> {}
export interface SuperExpr extends Node<'super'> {}
/** `value as type`. */
export interface CastExpr extends Node<'cast'> {
  readonly value: Expr;
  readonly type: TypeIr;
}
/** A binding or assignment pattern; a plain name stands as `name`. */
export interface PatternExpr extends Node<'pattern'> {
  readonly isArray: boolean;
  readonly elements: readonly PatternElement[];
}
export interface PatternElement extends Place {
  /** The property taken, `''` for positions and computed ones, `...` for the rest. */
  readonly property: string;
  readonly target: Expr;
  readonly fallback: Expr | undefined;
}
export interface JsxExpr extends Node<'jsx'> {
  /** The tag as written, `''` for fragments. */
  readonly tag: string;
  readonly attributes: readonly PropertyIr[];
  readonly children: readonly Expr[];
}
/** Anything else that is evaluated: `import()`, `new.target`, dynamic forms. */
export interface OtherExpr extends Node<'other'> {
  readonly parts: readonly Expr[];
}

export type Expr =
  | NameExpr
  | LiteralExpr
  | TemplateExpr
  | RegexExpr
  | MemberExpr
  | IndexExpr
  | CallExpr
  | AwaitExpr
  | YieldExpr
  | FunctionExpr
  | ClassExpr
  | ObjectExpr
  | ArrayExpr
  | SpreadExpr
  | UnaryExpr
  | BinaryExpr
  | AssignExpr
  | ConditionalExpr
  | ThisExpr
  | SuperExpr
  | CastExpr
  | PatternExpr
  | JsxExpr
  | OtherExpr;

export interface ExprStmt extends Node<'expression'> {
  readonly value: Expr;
}
/** One declarator. */
export interface LetStmt extends Node<'let'> {
  readonly target: Expr;
  readonly type: TypeIr | undefined;
  readonly value: Expr | undefined;
  readonly keyword: 'const' | 'let' | 'var' | 'using' | 'await using';
}
export interface ReturnStmt extends Node<'return'> {
  readonly value: Expr | undefined;
}
export interface ThrowStmt extends Node<'throw'> {
  readonly value: Expr;
}
export interface IfStmt extends Node<'if'> {
  readonly test: Expr;
  readonly yes: readonly Stmt[];
  readonly no: readonly Stmt[];
}
export interface TryStmt extends Node<'try'> {
  readonly block: readonly Stmt[];
  readonly handler: HandlerIr | undefined;
  readonly final: readonly Stmt[] | undefined;
}
export interface HandlerIr extends Place {
  /** `undefined` for `catch {}`. */
  readonly param: Expr | undefined;
  readonly body: readonly Stmt[];
}
export interface LoopStmt extends Node<'loop'> {
  readonly form: 'for' | 'while' | 'do' | 'of' | 'in' | 'await-of';
  readonly init: readonly Stmt[];
  readonly test: Expr | undefined;
  readonly step: Expr | undefined;
  /** `of`, `in`: what each element is bound to, and what is iterated. */
  readonly each: Expr | undefined;
  readonly over: Expr | undefined;
  readonly body: readonly Stmt[];
}
export interface SwitchStmt extends Node<'switch'> {
  readonly value: Expr;
  readonly cases: readonly CaseIr[];
}
export interface CaseIr extends Place {
  /** `undefined` for `default`. */
  readonly test: Expr | undefined;
  readonly body: readonly Stmt[];
}
export interface JumpStmt extends Node<'jump'> {
  readonly isBreak: boolean;
  readonly label: string;
}
export interface BlockStmt extends Node<'block'> {
  readonly label: string;
  readonly body: readonly Stmt[];
}
/** A function declaration: hoisted. */
export interface FunctionStmt extends Node<'declare-function'> {
  readonly name: string;
  readonly index: number;
}
export interface ClassStmt extends Node<'declare-class'> {
  readonly name: string;
  readonly index: number;
}

export type Stmt =
  | ExprStmt
  | LetStmt
  | ReturnStmt
  | ThrowStmt
  | IfStmt
  | TryStmt
  | LoopStmt
  | SwitchStmt
  | JumpStmt
  | BlockStmt
  | FunctionStmt
  | ClassStmt;

/** A type as written, as far as analysis reads types. */
export type TypeIr =
  /** `name` dotted; `Promise<User>` has one argument. Keywords (`string`, `void`, `never`) are names too. */
  | { readonly kind: 'ref'; readonly name: string; readonly args: readonly TypeIr[] }
  | { readonly kind: 'union'; readonly members: readonly TypeIr[] }
  | { readonly kind: 'intersection'; readonly members: readonly TypeIr[] }
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'shape'; readonly properties: readonly TypeMember[] }
  | { readonly kind: 'list'; readonly element: TypeIr }
  | { readonly kind: 'callable'; readonly returns: TypeIr }
  | { readonly kind: 'unread'; readonly text: string };

export interface TypeMember {
  readonly name: string;
  readonly type: TypeIr;
  readonly optional: boolean;
  /** The member's documentation, for declared failures of interfaces. */
  readonly doc: DocIr | undefined;
}

/** What a documentation comment declares about failures. */
export interface DocIr extends Place {
  /** Everything before the first tag, white space folded, at most 600 units. */
  readonly text: string;
  /** All tags: `name` without `@`, `type` between braces, `text` the rest folded. */
  readonly tags: readonly { readonly name: string; readonly type: string; readonly text: string }[];
}

export interface ParamIr extends Place {
  readonly target: Expr;
  readonly type: TypeIr | undefined;
  readonly fallback: Expr | undefined;
  readonly isRest: boolean;
  readonly isOptional: boolean;
  /** Declares a field: `constructor(private db: Db)`. */
  readonly isField: boolean;
  /** Decorators by name. */
  readonly decorators: readonly string[];
}

export type FunctionKind =
  | 'function'
  | 'arrow'
  | 'method'
  | 'constructor'
  | 'getter'
  | 'setter'
  | 'module'
  | 'static-block';

export interface FunctionIr extends Place {
  /** As `FunctionFact.name`; the module body, always the first, has `''`. */
  readonly name: string;
  readonly nameStart: number;
  readonly nameEnd: number;
  readonly form: FunctionKind;
  readonly isAsync: boolean;
  readonly isGenerator: boolean;
  /** Index of the enclosing function; -1 for the module body. */
  readonly parent: number;
  /** Index into `classes` for members, -1 otherwise. */
  readonly owner: number;
  readonly params: readonly ParamIr[];
  readonly returns: TypeIr | undefined;
  readonly doc: DocIr | undefined;
  readonly decorators: readonly string[];
  /** False for abstract and ambient declarations and overload signatures kept for their documentation. */
  readonly hasBody: boolean;
  readonly body: readonly Stmt[];
  /** A member that is `private` or `protected`. */
  readonly isHidden?: true;
}

export interface FieldIr extends Place {
  readonly name: string;
  readonly type: TypeIr | undefined;
  readonly value: Expr | undefined;
  readonly isStatic: boolean;
  readonly isReadonly: boolean;
}

export interface ClassIr extends Place {
  /** Qualified as functions are. */
  readonly name: string;
  readonly extends: Expr | undefined;
  readonly implements: readonly TypeIr[];
  readonly isAbstract: boolean;
  readonly decorators: readonly string[];
  readonly fields: readonly FieldIr[];
  /** Indices into `functions`, by member name (`constructor` included, `static:name` for static ones). */
  readonly methods: readonly { readonly name: string; readonly index: number }[];
  readonly doc: DocIr | undefined;
}

/** A module-level `interface`, `type` or `enum`. */
export interface TypeDeclarationIr extends Place {
  readonly name: string;
  readonly form: 'interface' | 'alias' | 'enum';
  readonly extends: readonly TypeIr[];
  readonly type: TypeIr;
}

export interface CommentIr extends Place {
  /** Without delimiters, white space folded, at most 300 units. */
  readonly text: string;
}

/** All functions of a file. `functions[0]` is the module body. */
export interface FileIr {
  readonly functions: readonly FunctionIr[];
  readonly classes: readonly ClassIr[];
  readonly types: readonly TypeDeclarationIr[];
  /** Comments in order; documentation only before variables. */
  readonly comments: readonly CommentIr[];
}
