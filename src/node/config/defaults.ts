/** What a setting is where it is not set. Products and spam have tables of their own. */
export const defaults = {
  host: '127.0.0.1',
  port: 8787,
  /** In the folder where the command is run. */
  dataFolder: 'data',
  quietMs: 60_000,
  clickId: 'direct',
  /** promos-seru's document: "Secret key which you have to send … must be exactly 768". */
  secretKey: '768',
} as const;
