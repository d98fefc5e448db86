export {
  type Client,
  type ClientOptions,
  type CodeOptions,
  createClient,
  type KeyOptions,
} from './client.ts';
export { ClientError, type ClientFailure } from './error.ts';
