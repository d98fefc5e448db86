export { ConfigError, type ConfigProblem } from './config/config-error.ts';
export { type Config, loadConfig, type LoadConfigOptions } from './config/load.ts';
export { type Setting, settings } from './config/settings.ts';
export { DataError } from './store/data-folder.ts';
export { closeServer, ListenError } from './http/http-server.ts';
export { createLog, type CreateLogOptions } from './log/log.ts';
export { mountProxy, type MountedProxy, type MountProxyOptions } from './mounted-proxy.ts';
export {
  type NodeListener,
  type NodeListenerOptions,
  type NodeRequest,
  toNodeListener,
} from './http/node-listener.ts';
export { openStore, type OpenStore } from './store/open-store.ts';
export { type RunningServer, startServer, type StartServerOptions } from './server.ts';
export { Secret } from './secrets/secret.ts';
export type { AdapterTools } from './upstreams/adapter-module.ts';
export { createUpstreamFetch, type UpstreamFetch } from './upstreams/upstream-fetch.ts';
