import http from 'node:http';
import type { FailureClass } from '../../../../../core/failures/classes.js';
import type { Cases } from '../case.js';
import { invoke, load, soonAborted } from '../installed.js';
import { rejected, thrown } from '../observe.js';
import { listen, startServers } from '../servers.js';

type Client = new (options: object, more?: object) => unknown;

const openaiReads = [
  'chat.completions.create',
  'responses.create',
  'embeddings.create',
  'models.list',
  'models.retrieve',
  'moderations.create',
].map(name => `OpenAI.${name}`);
const openaiWrites = ['images.generate', 'batches.create'].map(name => `OpenAI.${name}`);
const anthropicNames = [
  'messages.create',
  'messages.countTokens',
  'models.list',
  'models.retrieve',
  'messages.batches.create',
].map(name => `Anthropic.${name}`);
const stripeCreates = [
  'charges.create',
  'paymentIntents.create',
  'refunds.create',
  'customers.create',
  'subscriptions.create',
  'invoices.create',
  'checkout.sessions.create',
  'transfers.create',
  'payouts.create',
  'setupIntents.create',
  'customers.list',
  'prices.list',
].map(name => `Stripe.${name}`);
const stripeById = [
  'paymentIntents.confirm',
  'paymentIntents.capture',
  'invoices.pay',
  'customers.retrieve',
  'paymentIntents.retrieve',
  'charges.retrieve',
  'subscriptions.retrieve',
  'invoices.retrieve',
  'customers.update',
  'subscriptions.update',
  'customers.del',
  'subscriptions.cancel',
  'paymentIntents.cancel',
].map(name => `Stripe.${name}`);

async function languageModel(
  name: string,
  path: string,
  settings: object = {},
  options: object = {},
): Promise<unknown> {
  const { base, deadPort } = await startServers();
  const module = await load(name.startsWith('OpenAI') ? 'openai' : '@anthropic-ai/sdk');
  const baseURL = path === 'dead' ? `http://127.0.0.1:${deadPort}` : base + path;
  const client = new (module.default as Client)({ apiKey: 'x', baseURL, maxRetries: 0, ...settings });
  const method = name.slice(name.indexOf('.') + 1);
  const argument = method.endsWith('retrieve') ? 'id' : { model: 'x', messages: [], max_tokens: 1 };
  return method.endsWith('list')
    ? invoke(client, method, {}, options)
    : invoke(client, method, argument, method.endsWith('retrieve') ? {} : options, options);
}

let stripePort: Promise<number> | undefined;
let stripeStatus = 200;

/** Stripe fixes its paths, so this server answers with the status that is set. */
async function stripeCall(name: string, status: number | 'dead' | 'hang', settings: object = {}): Promise<unknown> {
  stripePort ??= listen(
    http.createServer((_request, response) => {
      response.writeHead(stripeStatus, { 'content-type': 'application/json' });
      response.end('{"error":{"message":"no","type":"card_error"}}');
    }),
  );
  if (typeof status === 'number') stripeStatus = status;
  const { deadPort, silentPort } = await startServers();
  const port = status === 'dead' ? deadPort : status === 'hang' ? silentPort : await stripePort;
  const Stripe = (await load('stripe')).default as new (key: string, options: object) => unknown;
  const stripe = new Stripe('sk_test_x', {
    host: '127.0.0.1',
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    ...settings,
  });
  const method = name.slice(7);
  return stripeById.includes(name) ? invoke(stripe, method, 'id', {}) : invoke(stripe, method, {});
}

let s3Answer = { status: 200, code: '' };
let s3Port: Promise<number> | undefined;

async function s3Call(
  status: number | 'dead' | 'hang',
  code = '',
  settings: object = {},
  options: object = {},
): Promise<unknown> {
  s3Port ??= listen(
    http.createServer((_request, response) => {
      response.writeHead(s3Answer.status, { 'content-type': 'application/xml' });
      response.end(`<?xml version="1.0"?><Error><Code>${s3Answer.code}</Code><Message>m</Message></Error>`);
    }),
  );
  if (typeof status === 'number') s3Answer = { status, code };
  const { deadPort, silentPort } = await startServers();
  const port = status === 'dead' ? deadPort : status === 'hang' ? silentPort : await s3Port;
  const { S3Client, GetObjectCommand } = await load('@aws-sdk/client-s3');
  const client = new (S3Client as Client)({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    forcePathStyle: true,
    maxAttempts: 1,
    credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
    ...settings,
  });
  return invoke(client, 'send', new (GetObjectCommand as Client)({ Bucket: 'b', Key: 'k' }), options);
}

const statuses: readonly (readonly [number, FailureClass])[] = [
  [404, 'absent'],
  [401, 'denied'],
  [403, 'denied'],
  [409, 'conflict'],
  [429, 'exhausted'],
  [400, 'invalid'],
  [422, 'invalid'],
  [500, 'upstream'],
  [503, 'upstream'],
];
const isOfAll = (status: number) => status === 404 || status === 500;

export const serviceCases: Cases = {
  failures: [
    ...statuses.flatMap(([status, failure]) => [
      {
        package: 'openai',
        names: isOfAll(status) ? [...openaiReads, ...openaiWrites] : openaiReads.slice(0, 1),
        class: failure,
        when: `the answer is ${status}`,
        provoke: (name: string) => rejected(() => languageModel(name, `/status/${status}`)),
      },
      {
        package: '@anthropic-ai/sdk',
        names: isOfAll(status) ? anthropicNames : anthropicNames.slice(0, 1),
        class: failure,
        when: `the answer is ${status}`,
        provoke: (name: string) => rejected(() => languageModel(name, `/status/${status}`)),
      },
    ]),
    {
      package: 'openai',
      names: [...openaiReads, ...openaiWrites],
      class: 'upstream',
      when: 'nobody listens',
      provoke: name => rejected(() => languageModel(name, 'dead')),
    },
    {
      package: 'openai',
      names: openaiReads.slice(0, 1),
      class: 'timeout',
      when: 'the time runs out',
      provoke: name => rejected(() => languageModel(name, '/hang', { timeout: 30 })),
    },
    {
      package: 'openai',
      names: openaiReads.slice(0, 1),
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: name => rejected(() => languageModel(name, '/hang', {}, { signal: soonAborted() })),
    },
    {
      package: '@anthropic-ai/sdk',
      names: anthropicNames,
      class: 'upstream',
      when: 'nobody listens',
      provoke: name => rejected(() => languageModel(name, 'dead')),
    },
    {
      package: '@anthropic-ai/sdk',
      names: anthropicNames.slice(0, 1),
      class: 'timeout',
      when: 'the time runs out',
      provoke: name => rejected(() => languageModel(name, '/hang', { timeout: 30 })),
    },
    {
      package: '@anthropic-ai/sdk',
      names: anthropicNames.slice(0, 1),
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: name => rejected(() => languageModel(name, '/hang', {}, { signal: soonAborted() })),
    },
    {
      package: 'openai',
      names: ['OpenAI', 'default'],
      class: 'bug',
      when: 'there are no credentials',
      provoke: async name => {
        const module = await load('openai');
        return thrown(() => new (module[name] as Client)({ apiKey: undefined }));
      },
    },

    ...(
      [
        [402, 'invalid'],
        [404, 'absent'],
        [400, 'invalid'],
        [401, 'denied'],
        [403, 'denied'],
        [429, 'exhausted'],
        [409, 'conflict'],
        [500, 'upstream'],
        [503, 'upstream'],
      ] as const
    ).map(([status, failure]) => ({
      package: 'stripe',
      names: status === 404 || status === 402 ? [...stripeCreates, ...stripeById] : ['Stripe.charges.create'],
      class: failure as FailureClass,
      when: `the answer is ${status}`,
      provoke: (name: string) => rejected(() => stripeCall(name, status)),
    })),
    {
      package: 'stripe',
      names: ['Stripe.charges.create', 'Stripe.customers.retrieve'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: name => rejected(() => stripeCall(name, 'dead')),
    },
    {
      package: 'stripe',
      names: ['Stripe.charges.create'],
      class: 'upstream',
      when: 'the time runs out',
      provoke: name => rejected(() => stripeCall(name, 'hang', { timeout: 30 })),
    },
    {
      package: 'stripe',
      names: ['Stripe.webhooks.constructEvent'],
      class: 'denied',
      when: 'the signature is another',
      provoke: async () => {
        const Stripe = (await load('stripe')).default as new (key: string) => unknown;
        const stripe = new Stripe('sk_test_x');
        return thrown(() => invoke(stripe, 'webhooks.constructEvent', '{}', 't=1,v1=00', 'whsec_x'));
      },
    },

    ...(
      [
        [404, 'NoSuchKey', 'absent'],
        [404, 'NoSuchBucket', 'absent'],
        [403, 'AccessDenied', 'denied'],
        [400, 'InvalidRequest', 'invalid'],
        [409, 'BucketAlreadyExists', 'conflict'],
        [429, 'TooManyRequests', 'exhausted'],
        [503, 'ServiceUnavailable', 'upstream'],
        [500, 'InternalError', 'upstream'],
      ] as const
    ).map(([status, code, failure]) => ({
      package: '@aws-sdk/client-s3',
      names: ['S3Client.send'],
      class: failure as FailureClass,
      when: `the answer is ${status} ${code}`,
      provoke: () => rejected(() => s3Call(status, code)),
    })),
    {
      package: '@aws-sdk/client-s3',
      names: ['S3Client.send', 'Client.send'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: () => rejected(() => s3Call('dead')),
    },
    {
      package: '@aws-sdk/client-s3',
      names: ['S3Client.send'],
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: () => rejected(() => s3Call('hang', '', {}, { abortSignal: soonAborted() })),
    },
    {
      package: '@aws-sdk/client-s3',
      names: ['S3Client.send'],
      class: 'timeout',
      when: 'the time runs out',
      provoke: () =>
        rejected(() => s3Call('hang', '', { requestHandler: { requestTimeout: 30, throwOnRequestTimeout: true } })),
    },
  ],
  quiet: [
    {
      package: 'stripe',
      names: ['Stripe', 'default'],
      run: async name => new ((await load('stripe'))[name] as new (key: string) => unknown)('sk_test_x'),
    },
    {
      package: '@anthropic-ai/sdk',
      names: ['Anthropic', 'default'],
      run: async name => new ((await load('@anthropic-ai/sdk'))[name] as Client)({ apiKey: 'x' }),
    },
    {
      package: '@aws-sdk/client-s3',
      names: ['S3Client'],
      run: async () => new ((await load('@aws-sdk/client-s3')).S3Client as Client)({ region: 'us-east-1' }),
    },
  ],
  notRunnable: [
    {
      package: 'openai',
      names: ['OpenAI.files.create', 'OpenAI.audio.transcriptions.create'],
      because: 'it uploads a file; the failures are those of the other calls of the client',
    },
    {
      package: '@aws-sdk/client-s3',
      names: [
        'DynamoDBClient',
        'DynamoDBDocumentClient.send',
        'SQSClient',
        'SNSClient',
        'SESClient',
        'SESv2Client',
        'LambdaClient',
        'SecretsManagerClient',
        'SSMClient',
        'KMSClient',
        'EventBridgeClient',
        'STSClient',
        'CloudWatchClient',
      ].flatMap(name =>
        name.includes('.') ? [name] : name === 'DynamoDBClient' ? [name, `${name}.send`] : [name, `${name}.send`],
      ),
      because: 'of the family one client is installed; they share the code that sends (client-s3 is run)',
    },
  ],
};
