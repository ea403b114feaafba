import childProcess, { type ChildProcess } from 'node:child_process';
import events, { EventEmitter } from 'node:events';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import readline from 'node:readline/promises';
import stream, { PassThrough, Readable, Writable } from 'node:stream';
import consumers from 'node:stream/consumers';
import streamPromises from 'node:stream/promises';
import timers from 'node:timers';
import timersPromises from 'node:timers/promises';
import { MessageChannel, Worker } from 'node:worker_threads';
import type { Cases } from '../case.js';
import { invoke, soonAborted } from '../installed.js';
import { calledBack, emitted, iterated, rejected, returned, thrown } from '../observe.js';
import { listen, startServers } from '../servers.js';

const failing = () =>
  new Readable({
    read() {
      this.destroy(new Error('broken'));
    },
  });
const sink = () => new Writable({ write: (_chunk, _encoding, done) => done() });
const node = process.execPath;

async function portInUse(): Promise<number> {
  return (await startServers()).port;
}

/** Serves one request with a handler that the caller gave, asks for it, and waits until the connection is over. */
async function serveOnce(handler: () => unknown): Promise<void> {
  const server = http.createServer((_request, response) => {
    response.destroy();
    return handler();
  });
  const port = await listen(server);
  await new Promise<void>(resolve => {
    http.get({ port }).on('error', () => resolve());
  });
  server.close();
}

export const nodeIoCases: Cases = {
  unheard: [
    {
      package: 'node:net',
      type: 'Socket',
      run: async () => void net.connect((await startServers()).deadPort, '127.0.0.1'),
    },
    {
      package: 'node:net',
      type: 'Server',
      run: async () => void net.createServer().listen(await portInUse(), '127.0.0.1'),
    },
    {
      package: 'node:http',
      type: 'ClientRequest',
      run: async () => void http.get({ port: (await startServers()).deadPort, host: '127.0.0.1' }),
    },
    { package: 'node:fs', type: 'ReadStream', run: () => void fs.createReadStream('/none/missing') },
    { package: 'node:fs', type: 'WriteStream', run: () => void fs.createWriteStream('/none/missing') },
    { package: 'node:stream', type: 'Readable', run: () => void failing().resume() },
    { package: 'node:stream', type: 'Writable', run: () => void sink().destroy(new Error('broken')) },
    { package: 'node:child_process', type: 'ChildProcess', run: () => void childProcess.spawn('/none/program') },
    {
      package: 'node:worker_threads',
      type: 'Worker',
      run: () => void new Worker('throw new Error("x")', { eval: true }),
    },
    {
      package: 'node:events',
      type: 'EventEmitter',
      run: () => void setImmediate(() => new EventEmitter().emit('error', new Error('x'))),
    },
  ],
  failures: [
    {
      package: 'node:net',
      names: ['connect', 'createConnection'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: async name => {
        const { deadPort } = await startServers();
        return emitted(() => invoke(net, name, deadPort, '127.0.0.1'));
      },
    },
    {
      package: 'node:net',
      names: ['Socket.connect'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: async () => {
        const { deadPort } = await startServers();
        return emitted(() => new net.Socket().connect(deadPort, '127.0.0.1'));
      },
    },
    {
      package: 'node:net',
      names: ['Socket.write'],
      class: 'upstream',
      when: 'the other side is gone',
      provoke: async () => {
        const server = net.createServer(socket => socket.resetAndDestroy());
        const port = await listen(server);
        const socket = net.connect(port, '127.0.0.1');
        const met = emitted(() => socket);
        socket.write('x');
        return met.finally(() => server.close());
      },
    },
    {
      package: 'node:net',
      names: ['Server.listen'],
      class: 'conflict',
      when: 'the port is taken',
      provoke: async () => {
        const port = await portInUse();
        return emitted(() => net.createServer().listen(port, '127.0.0.1'));
      },
    },
    {
      package: 'node:net',
      names: ['Server.close'],
      class: 'conflict',
      when: 'it does not run',
      provoke: () => calledBack(done => net.createServer().close(done)),
    },
    {
      package: 'node:http',
      names: ['get', 'request'],
      class: 'upstream',
      when: 'nobody listens',
      provoke: async name => {
        const { deadPort } = await startServers();
        return emitted(() => {
          const request = invoke(http, name, { port: deadPort, host: '127.0.0.1' }) as http.ClientRequest;
          request.end();
          return request;
        });
      },
    },
    {
      package: 'node:http',
      names: ['get', 'request'],
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: async name => {
        const { base } = await startServers();
        return emitted(() => {
          const request = invoke(http, name, `${base}/hang`, { signal: soonAborted() }) as http.ClientRequest;
          request.end();
          return request;
        });
      },
    },
    {
      package: 'node:http',
      names: ['Server.listen'],
      class: 'conflict',
      when: 'the port is taken',
      provoke: async () => {
        const port = await portInUse();
        return emitted(() => http.createServer().listen(port, '127.0.0.1'));
      },
    },
    {
      package: 'node:http',
      names: ['ServerResponse.writeHead', 'ServerResponse.setHeader'],
      class: 'bug',
      when: 'the headers are sent',
      provoke: name => {
        const response = new http.ServerResponse(new http.IncomingMessage(new net.Socket()));
        response.writeHead(200);
        response.flushHeaders();
        return thrown(() => (name.endsWith('writeHead') ? response.writeHead(200) : response.setHeader('a', 'b')));
      },
    },

    {
      package: 'node:stream',
      names: ['pipeline'],
      class: 'unknown',
      when: 'the source fails',
      provoke: () => calledBack(done => stream.pipeline(failing(), sink(), done)),
    },
    {
      package: 'node:stream',
      names: ['finished'],
      class: 'unknown',
      when: 'the stream fails',
      provoke: () =>
        calledBack(done => {
          const source = failing();
          stream.finished(source, done);
          source.resume();
        }),
    },
    {
      package: 'node:stream',
      names: ['finished'],
      class: 'upstream',
      when: 'the stream is closed early',
      provoke: () =>
        calledBack(done => {
          const source = new PassThrough();
          stream.finished(source, done);
          source.destroy();
        }),
    },
    {
      package: 'node:stream',
      names: ['Readable.toArray', 'Readable.forEach'],
      class: 'unknown',
      when: 'the stream fails',
      provoke: name => rejected(() => invoke(failing(), name.slice(9), ...(name.endsWith('Each') ? [() => {}] : []))),
    },
    {
      package: 'node:stream',
      names: ['Writable.write'],
      class: 'bug',
      when: 'it has ended',
      provoke: () =>
        emitted(() => {
          const target = sink();
          target.end();
          target.write('x');
          return target;
        }),
    },
    {
      package: 'node:stream/promises',
      names: ['pipeline'],
      class: 'unknown',
      when: 'the source fails',
      provoke: () => rejected(() => streamPromises.pipeline(failing(), sink())),
    },
    {
      package: 'node:stream/promises',
      names: ['pipeline'],
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: () => rejected(() => streamPromises.pipeline(new PassThrough(), sink(), { signal: soonAborted() })),
    },
    {
      package: 'node:stream/promises',
      names: ['finished'],
      class: 'upstream',
      when: 'the stream is closed early',
      provoke: () =>
        rejected(() => {
          const source = new PassThrough();
          setImmediate(() => source.destroy());
          return streamPromises.finished(source);
        }),
    },
    {
      package: 'node:stream/consumers',
      names: ['text', 'buffer', 'arrayBuffer', 'blob', 'json'],
      class: 'unknown',
      when: 'the stream fails',
      provoke: name => rejected(() => invoke(consumers, name, failing())),
    },
    {
      package: 'node:stream/consumers',
      names: ['json'],
      class: 'invalid',
      when: 'it is not JSON',
      provoke: () => rejected(() => consumers.json(Readable.from(['{']))),
    },

    {
      package: 'node:events',
      names: ['once'],
      class: 'unknown',
      when: 'error comes first',
      provoke: () =>
        rejected(() => {
          const emitter = new EventEmitter();
          setImmediate(() => emitter.emit('error', new Error('x')));
          return events.once(emitter, 'ready');
        }),
    },
    {
      package: 'node:events',
      names: ['once'],
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: () => rejected(() => events.once(new EventEmitter(), 'x', { signal: soonAborted() })),
    },
    {
      package: 'node:events',
      names: ['on'],
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: () => iterated(() => events.on(new EventEmitter(), 'x', { signal: soonAborted() })),
    },
    {
      package: 'node:events',
      names: ['on'],
      class: 'unknown',
      when: 'error comes',
      provoke: () =>
        iterated(() => {
          const emitter = new EventEmitter();
          setImmediate(() => emitter.emit('error', new Error('x')));
          return events.on(emitter, 'ready');
        }),
    },
    {
      package: 'node:timers/promises',
      names: ['setTimeout'],
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: () => rejected(() => timersPromises.setTimeout(5000, 0, { signal: soonAborted() })),
    },
    {
      package: 'node:timers/promises',
      names: ['setImmediate'],
      class: 'cancelled',
      when: 'the signal is aborted',
      provoke: () => rejected(() => timersPromises.setImmediate(0, { signal: AbortSignal.abort() })),
    },
    {
      package: 'node:timers/promises',
      names: ['setInterval'],
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: () => iterated(() => timersPromises.setInterval(5000, 0, { signal: soonAborted() })),
    },
    {
      package: 'node:timers/promises',
      names: ['scheduler.wait'],
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: () => rejected(() => timersPromises.scheduler.wait(5000, { signal: soonAborted() })),
    },

    {
      package: 'node:child_process',
      names: ['spawn'],
      class: 'absent',
      when: 'no such program',
      provoke: () => emitted(() => childProcess.spawn('/none/program')),
    },
    {
      package: 'node:child_process',
      names: ['fork'],
      class: 'absent',
      when: 'no such program',
      provoke: () => emitted(() => childProcess.fork('x.js', { execPath: '/none/program' })),
    },
    {
      package: 'node:child_process',
      names: ['execFile'],
      class: 'absent',
      when: 'no such program',
      provoke: () => calledBack(done => childProcess.execFile('/none/program', done)),
    },
    {
      package: 'node:child_process',
      names: ['execFileSync'],
      class: 'absent',
      when: 'no such program',
      provoke: () => thrown(() => childProcess.execFileSync('/none/program')),
    },
    {
      package: 'node:child_process',
      names: ['spawnSync'],
      class: 'absent',
      when: 'no such program',
      provoke: () => returned(childProcess.spawnSync('/none/program')),
    },
    {
      package: 'node:child_process',
      names: ['exec'],
      class: 'upstream',
      when: 'the exit status is 3',
      provoke: () => calledBack(done => childProcess.exec('exit 3', done)),
    },
    {
      package: 'node:child_process',
      names: ['execSync'],
      class: 'upstream',
      when: 'the exit status is 3',
      provoke: () => thrown(() => childProcess.execSync('exit 3', { stdio: 'ignore' })),
    },
    {
      package: 'node:child_process',
      names: ['exec'],
      class: 'timeout',
      when: 'the time runs out',
      provoke: () => calledBack(done => childProcess.exec('sleep 5', { timeout: 20 }, done)),
    },
    {
      package: 'node:child_process',
      names: ['execFile'],
      class: 'timeout',
      when: 'the time runs out',
      provoke: () => calledBack(done => childProcess.execFile('sleep', ['5'], { timeout: 20 }, done)),
    },
    {
      package: 'node:child_process',
      names: ['execSync'],
      class: 'timeout',
      when: 'the time runs out',
      provoke: () => thrown(() => childProcess.execSync('sleep 5', { timeout: 20 })),
    },
    {
      package: 'node:child_process',
      names: ['execFileSync'],
      class: 'timeout',
      when: 'the time runs out',
      provoke: () => thrown(() => childProcess.execFileSync('sleep', ['5'], { timeout: 20 })),
    },
    {
      package: 'node:child_process',
      names: ['spawnSync'],
      class: 'timeout',
      when: 'the time runs out',
      provoke: () => returned(childProcess.spawnSync('sleep', ['5'], { timeout: 20 })),
    },
    {
      package: 'node:child_process',
      names: ['exec'],
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: () => calledBack(done => childProcess.exec('sleep 5', { signal: soonAborted() }, done)),
    },
    {
      package: 'node:child_process',
      names: ['exec'],
      class: 'exhausted',
      when: 'it writes more than maxBuffer',
      provoke: () => calledBack(done => childProcess.exec('echo 0123456789', { maxBuffer: 2 }, done)),
    },
    {
      package: 'node:child_process',
      names: ['ChildProcess.send'],
      class: 'upstream',
      when: 'the channel is closed',
      provoke: () => {
        const child: ChildProcess = childProcess.spawn(node, ['-e', ''], {
          stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
        });
        child.on('error', () => {});
        child.disconnect();
        return calledBack(done => child.send('x', done));
      },
    },

    {
      package: 'node:worker_threads',
      names: ['Worker'],
      class: 'unknown',
      when: 'the thread throws',
      provoke: () => emitted(() => new Worker('throw new Error("x")', { eval: true })),
    },
    {
      package: 'node:worker_threads',
      names: ['Worker'],
      class: 'bug',
      when: 'the file does not exist',
      provoke: () => emitted(() => Reflect.construct(Worker, ['/none/worker.js'])),
    },
    {
      package: 'node:worker_threads',
      names: ['Worker'],
      class: 'bug',
      when: 'the data cannot be cloned',
      provoke: () => thrown(() => new Worker('', { eval: true, workerData: () => {} })),
    },
    {
      package: 'node:worker_threads',
      names: ['MessagePort.postMessage'],
      class: 'bug',
      when: 'the data cannot be cloned',
      provoke: () => thrown(() => new MessageChannel().port1.postMessage(() => {})),
    },
    {
      package: 'node:worker_threads',
      names: ['Worker.postMessage'],
      class: 'bug',
      when: 'the data cannot be cloned',
      provoke: async () => {
        const worker = new Worker('', { eval: true });
        const met = thrown(() => worker.postMessage(() => {}));
        await worker.terminate();
        return met;
      },
    },
    {
      package: 'node:readline/promises',
      names: ['Interface.question'],
      class: 'cancelled',
      when: 'the signal aborts',
      provoke: () =>
        rejected(() =>
          readline
            .createInterface({ input: new PassThrough(), output: new PassThrough() })
            .question('?', { signal: soonAborted() }),
        ),
    },
    {
      package: 'node:readline/promises',
      names: ['Interface.question'],
      class: 'bug',
      when: 'it is closed',
      provoke: () => {
        const lines = readline.createInterface({ input: new PassThrough() });
        lines.close();
        return rejected(() => lines.question('?'));
      },
    },
  ],
  invokes: [
    {
      package: 'node:events',
      names: ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'].map(
        name => `EventEmitter.${name}`,
      ),
      hand: (name, callback) => {
        const emitter = new EventEmitter();
        invoke(emitter, name.slice(13), 'x', callback);
        setImmediate(() => emitter.emit('x'));
      },
    },
    {
      package: 'node:timers',
      names: ['setTimeout', 'setImmediate'],
      hand: (name, callback) => void invoke(timers, name, callback),
    },
    {
      package: 'node:timers',
      names: ['setInterval'],
      hand: (_, callback) => {
        const timer = timers.setInterval(() => {
          clearInterval(timer);
          return callback();
        });
      },
    },
    {
      package: 'node:net',
      names: ['createServer', 'Server'],
      hand: async (name, callback) => {
        const take = (socket: net.Socket) => {
          socket.destroy();
          server.close();
          return callback();
        };
        const server = name === 'Server' ? new net.Server(take) : net.createServer(take);
        net.connect(await listen(server), '127.0.0.1').on('error', () => {});
      },
    },
    { package: 'node:http', names: ['createServer'], hand: (_, callback) => serveOnce(callback) },
    {
      package: 'node:stream',
      names: ['Readable.forEach'],
      hand: (_, callback) => Readable.from([1]).forEach(callback as () => void),
    },
  ],
  quiet: [
    { package: 'node:net', names: ['Socket'], run: () => new net.Socket() },
    {
      package: 'node:stream',
      names: ['Readable', 'Writable', 'Duplex', 'Transform', 'PassThrough'],
      run: name => {
        const Class = (stream as unknown as Record<string, new () => unknown>)[name];
        if (!(Class && new Class())) throw new Error(name);
      },
    },
    { package: 'node:stream', names: ['Readable.from'], run: () => Readable.from([1]).toArray() },
    {
      // The error stays in the source: the target of a pipe never hears of it.
      package: 'node:stream',
      names: ['Readable.pipe'],
      run: async () => {
        const source = failing();
        const target = sink();
        let heard = false;
        target.on('error', () => {
          heard = true;
        });
        const ended = events.once(source, 'close').catch(() => {});
        source.on('error', () => {});
        source.pipe(target);
        await ended;
        await timersPromises.setImmediate();
        if (heard || target.destroyed) throw new Error('pipe passed the error on');
      },
    },
    {
      package: 'node:worker_threads',
      names: ['Worker.terminate'],
      run: () => new Worker('', { eval: true }).terminate(),
    },
    {
      package: 'node:readline/promises',
      names: ['createInterface'],
      run: () => readline.createInterface({ input: new PassThrough() }).close(),
    },
    {
      // What `unheard: crash` says of emitters.
      package: 'node:events',
      names: ['EventEmitter.on'],
      run: () => thrown(() => new EventEmitter().emit('error', new Error('x'))),
    },
  ],
};
