import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the model says next: a call of one of the client's tools, or the end of its turn. */
export type Said =
  | { readonly tool: string; readonly input: unknown; readonly namespace?: string; readonly isCustom?: boolean }
  | { readonly text: string };

/** A request as the client sent it. */
export interface Asked {
  readonly path: string;
  /** All of it as text: what the model would have been shown. */
  readonly shown: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A model that says what a script tells it to, in the wire format it is asked in. */
export interface ModelEndpoint {
  readonly url: string;
  /** Requests of the agent's own turns, oldest first; what clients ask besides (titles, summaries) is left out. */
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** What the model says: gets the number of the turn, 0 for the first, and what the client shows by then. */
export type Script = (turn: number, asked: Asked) => Said | Promise<Said>;

export async function modelEndpoint(script: Script): Promise<ModelEndpoint> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void answer(request, response).catch(error => {
      response.statusCode = 500;
      response.end(String(error));
    });
  });
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const text = await bodyOf(request);
    const path = request.url ?? '';
    const wire = wires.find(each => each.path.test(path));
    if (!wire || request.method !== 'POST') {
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ object: 'list', data: [{ id: 'mock', object: 'model' }], models: [] }));
      return;
    }
    const body = JSON.parse(text) as Record<string, unknown>;
    const turn: Asked = { path, shown: text, body };
    // A question without tools is for a title or a summary.
    const isTurn = Array.isArray(body.tools) && body.tools.length > 0;
    if (isTurn) asked.push(turn);
    const said = isTurn ? await script(asked.length - 1, turn) : { text: 'ok' };
    wire.send(said, turn, response);
  };
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    asked,
    close: () =>
      new Promise(resolve => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

interface Wire {
  readonly path: RegExp;
  send(said: Said, asked: Asked, response: ServerResponse): void;
}

let last = 0;
const newId = (): string => `call_${++last}`;

const responses: Wire = {
  path: /\/responses$/,
  send(said, _, response) {
    const id = `resp_${++last}`;
    const item = responseItem(said);
    const usage = { input_tokens: 1, output_tokens: 1, total_tokens: 2 };
    events(response, [
      { type: 'response.created', response: { id } },
      { type: 'response.output_item.added', output_index: 0, item },
      { type: 'response.output_item.done', output_index: 0, item },
      { type: 'response.completed', response: { id, status: 'completed', output: [item], usage } },
    ]);
  },
};

function responseItem(said: Said): object {
  if ('text' in said) {
    const content = [{ type: 'output_text', text: said.text, annotations: [] }];
    return { type: 'message', id: `msg_${++last}`, role: 'assistant', status: 'completed', content };
  }
  const call = { call_id: newId(), name: said.tool, ...(said.namespace && { namespace: said.namespace }) };
  if (said.isCustom) return { type: 'custom_tool_call', id: `ct_${++last}`, ...call, input: String(said.input) };
  return { type: 'function_call', id: `fc_${++last}`, ...call, arguments: JSON.stringify(said.input) };
}

const chat: Wire = {
  path: /\/chat\/completions$/,
  send(said, { body }, response) {
    const base = { id: `chatcmpl_${++last}`, created: 1, model: 'mock' };
    const call = 'tool' in said && {
      id: newId(),
      type: 'function',
      function: { name: said.tool, arguments: JSON.stringify(said.input) },
    };
    const message = call ? { tool_calls: [call] } : { content: 'text' in said ? said.text : '' };
    const finish_reason = call ? 'tool_calls' : 'stop';
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    if (body.stream !== true) {
      const choice = { index: 0, message: { role: 'assistant', content: null, ...message }, finish_reason };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ ...base, object: 'chat.completion', choices: [choice], usage }));
      return;
    }
    const chunk = (delta: object, reason: string | null) => ({
      ...base,
      object: 'chat.completion.chunk',
      choices: [{ index: 0, delta, finish_reason: reason }],
    });
    const delta = call ? { tool_calls: [{ index: 0, ...call }] } : message;
    events(response, [chunk({ role: 'assistant', ...delta }, null), { ...chunk({}, finish_reason), usage }, '[DONE]']);
  },
};

const gemini: Wire = {
  path: /:(?:streamGenerateContent|generateContent)/,
  send(said, { path }, response) {
    const part = 'tool' in said ? { functionCall: { name: said.tool, args: said.input } } : { text: said.text };
    const answer = {
      candidates: [{ content: { role: 'model', parts: [part] }, finishReason: 'STOP', index: 0 }],
      usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 1, totalTokenCount: 2 },
    };
    if (path.includes(':streamGenerateContent')) return events(response, [answer]);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  },
};

const wires: readonly Wire[] = [responses, chat, gemini];

function events(response: ServerResponse, all: readonly (object | string)[]): void {
  response.setHeader('content-type', 'text/event-stream');
  for (const each of all) {
    const type = typeof each === 'object' && 'type' in each ? `event: ${String(each.type)}\n` : '';
    response.write(`${type}data: ${typeof each === 'string' ? each : JSON.stringify(each)}\n\n`);
  }
  response.end();
}
