import {
  type CallContext,
  type ContentBlock,
  invalidParams,
  type Json,
  type PromptMessage,
  ProtocolProblem,
  type ResourceContent,
  type ServerSurface,
  type ToolResult,
} from '../../../mcp/protocol.js';

/** What the official conformance suite expects to find on a server, offered through Lintel's own adapter. */
const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';
const wav = 'UklGRiQAAABXQVZFZm10IBAAAAABAAEARKwAAIhYAQACABAAZGF0YQAAAAA=';

const text = (value: string): ContentBlock => ({ type: 'text', text: value });
const image: ContentBlock = { type: 'image', data: png, mimeType: 'image/png' };
const resource = (uri: string, mimeType: string, value: string): ContentBlock => ({
  type: 'resource',
  resource: { uri, mimeType, text: value },
});
const pause = () => new Promise(resolve => setTimeout(resolve, 50));

type Handler = (input: Json, call: CallContext) => Promise<readonly ContentBlock[]>;

const options = (...names: readonly string[]) => names.map((title, i) => ({ const: `value${i + 1}`, title }));
const defaults = {
  name: { type: 'string', default: 'John Doe' },
  age: { type: 'integer', default: 30 },
  score: { type: 'number', default: 95.5 },
  status: { type: 'string', enum: ['active', 'inactive', 'pending'], default: 'active' },
  verified: { type: 'boolean', default: true },
};
const enums = {
  untitledSingle: { type: 'string', enum: ['option1', 'option2', 'option3'] },
  titledSingle: { type: 'string', oneOf: options('First Option', 'Second Option', 'Third Option') },
  legacyEnum: {
    type: 'string',
    enum: ['opt1', 'opt2', 'opt3'],
    enumNames: ['Option One', 'Option Two', 'Option Three'],
  },
  untitledMulti: { type: 'array', items: { type: 'string', enum: ['option1', 'option2', 'option3'] } },
  titledMulti: { type: 'array', items: { anyOf: options('First Choice', 'Second Choice', 'Third Choice') } },
};
const person = {
  username: { type: 'string', description: "User's response" },
  email: { type: 'string', description: "User's email address" },
};

const elicit = async (call: CallContext, message: string, properties: Json, required: readonly string[]) => {
  const requestedSchema = { type: 'object', properties, required };
  const { action, content } = await call.ask('elicitation/create', { message, requestedSchema });
  return `action=${String(action)}, content=${JSON.stringify(content)}`;
};

const tools: Readonly<Record<string, Handler>> = {
  test_simple_text: async () => [text('This is a simple text response for testing.')],
  test_image_content: async () => [image],
  test_audio_content: async () => [{ type: 'audio', data: wav, mimeType: 'audio/wav' }],
  test_embedded_resource: async () => [
    resource('test://embedded-resource', 'text/plain', 'This is an embedded resource content.'),
  ],
  test_multiple_content_types: async () => [
    text('Multiple content types test:'),
    image,
    resource('test://mixed-content-resource', 'application/json', '{"test":"data","value":123}'),
  ],
  async test_tool_with_logging(_, call) {
    for (const data of ['Tool execution started', 'Tool processing data', 'Tool execution completed']) {
      await call.notify('notifications/message', { level: 'info', data });
      await pause();
    }
    return [text('done')];
  },
  async test_error_handling() {
    throw new Error('This tool intentionally returns an error for testing');
  },
  async test_tool_with_progress(_, call) {
    for (const done of [0, 50, 100]) {
      call.progress(done, 100);
      await pause();
    }
    return [text('done')];
  },
  async test_sampling({ prompt }, call) {
    const messages = [{ role: 'user', content: { type: 'text', text: prompt } }];
    const { content } = await call.ask('sampling/createMessage', { messages, maxTokens: 100 });
    return [text(`LLM response: ${(content as { text?: string }).text ?? ''}`)];
  },
  test_elicitation: async ({ message }, call) => [
    text(`User response: ${await elicit(call, String(message), person, ['username', 'email'])}`),
  ],
  test_elicitation_sep1034_defaults: async (_, call) => [
    text(`Elicitation completed: ${await elicit(call, 'Please check', defaults, [])}`),
  ],
  test_elicitation_sep1330_enums: async (_, call) => [
    text(`Elicitation completed: ${await elicit(call, 'Please choose', enums, [])}`),
  ],
};

const inputs: Readonly<Record<string, readonly string[]>> = {
  test_sampling: ['prompt'],
  test_elicitation: ['message'],
};

const prompts: Readonly<Record<string, { readonly needs: readonly string[]; make(input: Json): PromptMessage[] }>> = {
  test_simple_prompt: {
    needs: [],
    make: () => [{ role: 'user', content: text('This is a simple prompt for testing.') }],
  },
  test_prompt_with_arguments: {
    needs: ['arg1', 'arg2'],
    make: ({ arg1, arg2 }) => [
      { role: 'user', content: text(`Prompt with arguments: arg1='${String(arg1)}', arg2='${String(arg2)}'`) },
    ],
  },
  test_prompt_with_embedded_resource: {
    needs: ['resourceUri'],
    make: ({ resourceUri }) => [
      { role: 'user', content: resource(String(resourceUri), 'text/plain', 'Embedded resource content for testing.') },
      { role: 'user', content: text('Please process the embedded resource above.') },
    ],
  },
  test_prompt_with_image: {
    needs: [],
    make: () => [
      { role: 'user', content: image },
      { role: 'user', content: text('Please analyze the image above.') },
    ],
  },
};

const staticResources: readonly ResourceContent[] = [
  {
    uri: 'test://static-text',
    mimeType: 'text/plain',
    text: 'This is the content of the static text resource.',
  },
  { uri: 'test://static-binary', mimeType: 'image/png', blob: png },
  { uri: 'test://watched-resource', mimeType: 'text/plain', text: 'watched' },
];

export const fixtureSurface: ServerSurface = {
  name: 'lintel-conformance',
  version: '1.0.0',
  logs: true,
  tools: () =>
    Object.keys(tools).map(name => {
      const needed = inputs[name] ?? [];
      const properties = Object.fromEntries(needed.map(key => [key, { type: 'string' }]));
      return { name, description: `Fixture ${name}`, inputSchema: { type: 'object', properties, required: needed } };
    }),
  async callTool(name, input, call): Promise<ToolResult> {
    const handler = tools[name];
    if (!handler) throw new ProtocolProblem(invalidParams, `There is no tool ${name}.`);
    try {
      return { content: await handler(input, call) };
    } catch (error) {
      return { content: [text(error instanceof Error ? error.message : String(error))], isError: true };
    }
  },
  prompts: () =>
    Object.entries(prompts).map(([name, { needs }]) => ({
      name,
      description: `Fixture ${name}`,
      arguments: needs.map(each => ({ name: each, description: each, required: true })),
    })),
  async prompt(name, input) {
    const prompt = prompts[name];
    if (!prompt) throw new ProtocolProblem(invalidParams, `There is no prompt ${name}.`);
    return prompt.make(input);
  },
  resources: () => staticResources.map(({ uri, mimeType }) => ({ uri, mimeType, name: uri, description: uri })),
  templates: () => [
    { uriTemplate: 'test://template/{id}/data', name: 'template', description: 'data', mimeType: 'application/json' },
  ],
  async readResource(uri) {
    const known = staticResources.find(each => each.uri === uri);
    if (known) return [known];
    const id = /^test:\/\/template\/([^/]+)\/data$/.exec(uri)?.[1];
    if (id === undefined) throw new ProtocolProblem(invalidParams, `There is no resource ${uri}.`);
    const data = JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` });
    return [{ uri, mimeType: 'application/json', text: data }];
  },
  complete: async ({ value }) => ['paris', 'park', 'party'].filter(each => each.startsWith(value)),
};
