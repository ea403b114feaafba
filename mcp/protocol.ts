/** What the server offers, in words of its own: the adapter alone knows the SDK. */

export type Json = Readonly<Record<string, unknown>>;

export type ContentBlock =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image' | 'audio'; readonly data: string; readonly mimeType: string }
  | { readonly type: 'resource'; readonly resource: ResourceContent };

export interface ToolResult {
  readonly content: readonly ContentBlock[];
  readonly structured?: Json;
  readonly isError?: boolean;
}

/** One call as the client made it. */
export interface CallContext {
  /** Aborts when the client cancels or goes away. */
  readonly signal: AbortSignal;
  /** Tells the client how far the call is, where it asked to hear. */
  progress(done: number, total: number, message?: string): void;
  /** Sends the client a notification of the protocol. */
  notify(method: string, params: Json): Promise<void>;
  /** Asks the client something; rejects where it cannot answer. */
  ask(method: string, params: Json): Promise<Json>;
}

export interface ToolDescription {
  readonly name: string;
  readonly description: string;
  readonly inputSchema: Json;
  readonly outputSchema?: Json;
  readonly annotations?: Json;
}

export interface PromptDescription {
  readonly name: string;
  readonly description: string;
  readonly arguments?: readonly { readonly name: string; readonly description: string; readonly required: boolean }[];
}

export interface PromptMessage {
  readonly role: 'user' | 'assistant';
  readonly content: ContentBlock;
}

export interface ResourceDescription {
  readonly uri: string;
  readonly name: string;
  readonly description: string;
  readonly mimeType: string;
}

export interface ResourceTemplate {
  readonly uriTemplate: string;
  readonly name: string;
  readonly description: string;
  readonly mimeType: string;
}

export interface ResourceContent {
  readonly uri: string;
  readonly mimeType: string;
  readonly text?: string;
  readonly blob?: string;
}

/** What is being completed: an argument of a prompt or a variable of a resource template. */
export interface CompletionRequest {
  readonly of: { readonly prompt: string } | { readonly template: string };
  readonly argument: string;
  readonly value: string;
}

/** Everything a connection is answered with. */
export interface ServerSurface {
  readonly name: string;
  readonly version: string;
  readonly instructions?: string;
  /** Has `logging/setLevel`. */
  readonly logs?: boolean;
  tools(): readonly ToolDescription[];
  callTool(name: string, input: Json, call: CallContext): Promise<ToolResult>;
  prompts(): readonly PromptDescription[];
  prompt(name: string, input: Json): Promise<readonly PromptMessage[]>;
  resources(): readonly ResourceDescription[];
  templates(): readonly ResourceTemplate[];
  readResource(uri: string, signal: AbortSignal): Promise<readonly ResourceContent[]>;
  complete(request: CompletionRequest): Promise<readonly string[]>;
  /** Calls back with the URIs of resources that changed; answers how to stop. */
  onResourceChange?(listener: (uri: string) => void): () => void;
}

/** A request that cannot be served. The client sees code and message as they are. */
export class ProtocolProblem extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export const invalidParams = -32602;
